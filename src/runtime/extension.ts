import { Prisma } from '@prisma/client/extension';
import { readFromSource, type TransitionsMetadata } from './metadata.js';
import { readResult } from './read-result.js';
import { rewriteArgs } from './rewrite-args.js';
import { TransitionError } from './transition-error.js';
import type { PlainObject } from './values.js';

/** What `$allOperations` is called with. Prisma's own extensions read `__internalParams` as well. */
interface Operation {
  readonly model: string;
  readonly operation: string;
  readonly args: PlainObject | undefined;
  readonly query: (args: PlainObject | undefined) => Promise<unknown>;
  readonly __internalParams?: { readonly dataPath?: readonly string[] };
}

/** An extension for any client that changes none of its types, as Prisma 6 and 7 both take it. */
export type TransitionsExtension = (
  // biome-ignore lint/suspicious/noExplicitAny: Prisma declares it so
  client: any,
) => { readonly $extends: { readonly extArgs: Record<'result' | 'model' | 'query' | 'client', NoTypes> } };
// biome-ignore lint/complexity/noBannedTypes: Prisma declares it so
type NoTypes = {};

/**
 * The Prisma Client extension of one schema. Each operation stays one `query(args)`, so it takes part in every
 * transaction and batch; operations on models without a transition in reach are passed on untouched.
 *
 * @param metadata what the generator found in the schema
 * @throws TransitionError when it is applied to a client that omits a source which reads still need
 */
export function transitionsExtension(metadata: TransitionsMetadata): TransitionsExtension {
  const extension = Prisma.defineExtension({
    name: 'prisma-expand-contract',
    query: { $allModels: { $allOperations: (operation: unknown) => run(metadata, operation as Operation) } },
  });
  return (client) => {
    refuseOmittedSources(metadata, client);
    return extension(client);
  };
}

/**
 * Applies the extension and keeps the client's own type: none of its queries changes its type, and an extended client
 * is not assignable to `PrismaClient`.
 */
export function applyTransitions<Client extends object>(
  client: Client,
  metadata: TransitionsMetadata,
): Client {
  return transitionsExtension(metadata)(client) as unknown as Client;
}

function run(metadata: TransitionsMetadata, { model, operation, args, query, __internalParams }: Operation) {
  if (!metadata.models[model]) return query(args);
  return rewriteAndRead(metadata, model, operation, args ?? {}, query, __internalParams?.dataPath);
}

async function rewriteAndRead(
  metadata: TransitionsMetadata,
  model: string,
  operation: string,
  args: PlainObject,
  query: Operation['query'],
  path: readonly string[] | undefined,
): Promise<unknown> {
  const result = await query(rewriteArgs(metadata, model, operation, args));
  return readResult(metadata, model, operation, args, result, path);
}

/**
 * A client-wide `omit` is not seen in the arguments of a query: a target would silently be NULL where its row is not
 * copied yet.
 */
function refuseOmittedSources(metadata: TransitionsMetadata, client: unknown): void {
  const { _globalOmit: omit = {} } = client as {
    _globalOmit?: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  };
  for (const [model, shape] of Object.entries(metadata.models)) {
    const delegate = model.charAt(0).toLowerCase() + model.slice(1);
    for (const { id, source } of readFromSource(shape)) {
      if (!omit[delegate]?.[source.field]) continue;
      throw new TransitionError(
        'source-omitted',
        id,
        `the client omits ${source.field}, which still holds the value in phase expand. ` +
          `Take it out of \`omit\` until phase migrate`,
      );
    }
  }
}
