import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isScalar } from '../../src/schema/column-type.js';
import { findBlock, findField, parseSchema } from '../../src/schema/document.js';
import { editText } from '../../src/schema/edit.js';
import { clientGenerators, generatorBlocks } from '../../src/schema/generator-config.js';
import { loadSchema } from '../../src/schema/load.js';
import type { TransitionEntry, TransitionsFile } from '../../src/schema/transitions-file.js';
import type { CodemodRequest } from '../request.js';
import { defaultOutput, type GeneratedClient } from './client.js';
import { withGeneratedClient } from './generate-client.js';

/** A generated client, and what the contract of the generator says of its models. */
export interface KnownClient {
  readonly client: GeneratedClient;
  readonly models: TransitionsFile['models'];
}

/**
 * The client as it was while it still had the sources: in phase contract they are `@ignore`d, and the names that are
 * left in the code would be names of nothing. Prisma generates it from the schema without these `@ignore`s.
 *
 * @param entries transitions in phase contract
 * A source that the schema does not have any more stays unknown.
 *
 * @returns the files at their own paths, with the texts of the client that has the sources
 * @throws UserError `generate-failed`, `no-prisma`, those of `loadSchema`
 */
export async function clientWithSources(
  request: CodemodRequest,
  entries: readonly TransitionEntry[],
  { client, models }: KnownClient,
): Promise<KnownClient> {
  const schema = await loadSchema(request.cwd, request.schemaPath);
  const document = parseSchema(schema.files);
  const declared = entries.filter(({ model, source }) => {
    const block = findBlock(document, 'model', model);
    return block !== undefined && findField(block, source.field) !== undefined;
  });
  if (declared.length === 0) return { client, models };
  const files = declared.reduce(
    (edited, { model, source }) =>
      editText(edited, { kind: 'set-ignored', model, field: source.field, ignored: false }),
    schema.files,
  );
  const generators = clientGenerators(generatorBlocks(parseSchema(files)));
  const isOwn = (output: string | undefined) =>
    client.folders.includes(`${output ?? defaultOutput(path.dirname(schema.path), request.cwd)}/`);
  const generator = generators.find(({ output }) => isOwn(output)) ?? generators[0];
  if (!generator) throw new Error('a schema with a generated client has no generator of one');
  const texts = await withGeneratedClient(
    { directory: request.cwd, schemaPath: schema.path, files, generator: generator.name },
    (folder) =>
      Promise.all(
        client.files.map(({ path: file, text }) => {
          const inside = path.relative(client.folder, file);
          return inside.startsWith('..') ? text : readFile(path.join(folder, inside), 'utf8');
        }),
      ),
  );
  return {
    client: { ...client, files: client.files.map((file, index) => ({ ...file, text: texts[index]! })) },
    models: declared.reduce(withSource, models),
  };
}

function withSource(
  models: TransitionsFile['models'],
  { model, source }: TransitionEntry,
): TransitionsFile['models'] {
  const shape = models[model];
  if (!shape) return models;
  const kind = isScalar(source.type) ? 'scalar' : 'enum';
  const field = { kind, type: source.type, isList: false, isRequired: false } as const;
  return { ...models, [model]: { ...shape, fields: { ...shape.fields, [source.field]: field } } };
}
