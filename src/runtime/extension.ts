import type { TransitionsMetadata } from './metadata.js';
import { type Observer, observerOf } from './observer.js';
import type { NoTypes, TransitionsExtension, TransitionsOptions } from './options.js';
import { type ClientOmit, delegate, type ModelPlan, plansOf } from './plan.js';
import { readPlanned } from './read-result.js';
import { rewritePlanned } from './rewrite-args.js';
import { TransitionError } from './transition-error.js';
import type { PlainObject } from './values.js';

/** What `$allOperations` is called with. Prisma's own extensions read `__internalParams` as well. */
interface Operation {
  readonly operation: string;
  readonly args: PlainObject | undefined;
  readonly query: (args: PlainObject | undefined) => Promise<unknown>;
  readonly __internalParams?: { readonly dataPath?: readonly string[] };
}

/**
 * The Prisma Client extension of one schema. Each operation stays one `query(args)`, so it takes part in every
 * transaction and batch; models without a transition in reach have no hook at all.
 *
 * @param metadata what the generator found in the schema
 * @throws TransitionError when it is applied to a client that omits a source and shows its target
 */
export function transitionsExtension<Known = NoTypes>(
  metadata: TransitionsMetadata,
  options: TransitionsOptions = {},
): TransitionsExtension<Known> {
  const observer = observerOf(metadata, options);
  return (client) => {
    const { _globalOmit: omit } = client as { _globalOmit?: ClientOmit };
    const plans = plansOf(metadata, observer, omit);
    refuseShownTargets(plans);
    return client.$extends({
      name: 'prisma-expand-contract',
      query: Object.fromEntries(
        [...plans].map(([name, model]) => [
          delegate(name),
          { $allOperations: (operation: Operation) => run(model, operation) },
        ]),
      ),
    });
  };
}

/**
 * Applies the extension and keeps the client's own type: none of its queries changes its type, and an extended client
 * is not assignable to `PrismaClient`.
 */
export function applyTransitions<Client extends object>(
  client: Client,
  metadata: TransitionsMetadata,
  options: TransitionsOptions = {},
): Client {
  return transitionsExtension(metadata, options)(client) as unknown as Client;
}

async function run(
  model: ModelPlan,
  { operation, args = {}, query, __internalParams }: Operation,
): Promise<unknown> {
  const result = await query(rewrite(model, operation, args));
  return readPlanned(model, operation, args, result, __internalParams?.dataPath ?? []);
}

function rewrite(model: ModelPlan, operation: string, args: PlainObject): PlainObject {
  const { observer } = model;
  return observer
    ? rewriteObserved(observer, model, operation, args)
    : rewritePlanned(model, operation, args);
}

function rewriteObserved(
  observer: Observer,
  model: ModelPlan,
  operation: string,
  args: PlainObject,
): PlainObject {
  try {
    return rewritePlanned(model, operation, args);
  } catch (error) {
    if (error instanceof TransitionError) observer.refused(error.transition);
    throw error;
  }
}

/** What the client hides under the old name has to be hidden under the new one too, or each default selection shows it. */
function refuseShownTargets(plans: ReadonlyMap<string, ModelPlan>): void {
  for (const { readFromSource, omitted } of plans.values()) {
    for (const { id, source, target } of readFromSource) {
      if (!omitted.has(source.field) || omitted.has(target.field)) continue;
      throw new TransitionError(
        'source-omitted',
        id,
        `the client omits ${source.field}, and would show the same value as ${target.field}. ` +
          `Put \`${target.field}: true\` beside it in \`omit\``,
      );
    }
  }
}
