import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DMMF } from '@prisma/generator-helper';
import { UserError } from '../../src/errors.js';
import { clientShapes, uniqueKeys } from '../../src/schema/client-shapes.js';
import { findBlock, findField, parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { clientGenerators, type GeneratorBlock, generatorBlocks } from '../../src/schema/generator-config.js';
import { loadSchema } from '../../src/schema/load.js';
import { type Rename, renameInSchema, type SchemaSplice } from '../../src/schema/rename.js';
import type { CheckerDiagnostic } from '../checker/checker.js';
import { withErrorsAt } from '../error-places.js';
import { handedClients } from '../exits/handed-client.js';
import { findShapeChanges, keptShapes, type ShapeChange } from '../exits/shape-changes.js';
import { overlayClient } from '../locate/brand.js';
import { brandModel } from '../locate/brand-model.js';
import { feedingShapes } from '../locate/feeds.js';
import { filledShapes } from '../locate/filled-shapes.js';
import { linksAmong } from '../locate/importers.js';
import { locate } from '../locate/locate.js';
import type { Outcome } from '../outcome.js';
import { fieldsByModel, hasEdits, isListed, present, withFiles } from '../present.js';
import { clientIn, defaultOutput, type GeneratedClient } from '../project/client.js';
import { editable, findFiles, relative } from '../project/find-files.js';
import { withPrograms } from '../project/programs.js';
import type { CodemodRequest, CodemodRun } from '../request.js';
import { showProgress } from '../show-progress.js';
import { type Source, sourceOf } from '../source.js';
import { stemOf } from '../specifiers.js';
import { isForeign } from '../untyped/foreign.js';
import { baselineOf } from '../verify/added-errors.js';
import { errorsOver } from '../verify/errors-over.js';
import { proveRename } from './rename-places.js';
import { type RenamedClient, renameClient } from './renamed-client.js';

/**
 * Renames a field or a model in schema and code, in memory; the database keeps the old name. Prisma itself generates
 * the client of the new schema: its types say what each name becomes, and the rewritten code is checked against them.
 *
 * @throws UserError all of `renameInSchema`; `already-renamed`, `no-client`, `missing-client`, `stale-client`,
 *   `generate-failed`, `bad-tsconfig`
 */
export async function renameInCode(request: CodemodRequest, rename: Rename): Promise<CodemodRun> {
  const started = performance.now();
  const { cwd } = request;
  const schema = await loadSchema(cwd, request.schemaPath);
  assertNotDone(schema.files, rename);
  const after = await renameInSchema(schema.files, rename);
  showProgress(request, 'search', 0);
  const blocks = generatorBlocks(parseSchema(schema.files));
  const clients = await renameClients(schema.path, cwd, blocks, (generator, output) =>
    renameClient(cwd, schema.path, after.files, generator, output),
  );
  const overlays = {
    branded: mergeMaps(clients.map((client) => brand(client, rename, after.before))),
    renamed: mergeMaps(clients.map(({ renamed }) => renamed.texts)),
  };
  // The file of a model moves with its name: a checker has to know from the start of one that is not on the disk.
  const moved = [...overlays.renamed.keys()].filter((file) => !existsSync(file));
  const opened = new Map([...overlays.branded, ...moved.map((file) => [file, 'export {};\n'] as const)]);
  const words = mergeMaps(clients.map(({ renamed }) => renamed.names));

  const model = rename.kind === 'field' ? rename.model : rename.from;
  const names = [...words.keys()].map((name) => ({ transition: 0, model, name }));
  const generated = [
    ...clients.flatMap(({ client }) => client.folders),
    ...blocks.flatMap(({ output }) => (output === undefined ? [] : [`${output}/`])),
  ];
  const found = await findFiles(request, names, generated);
  const all = found.holders.map(sourceOf);
  const sources = all.filter((source) => !isForeign(source));
  const exits = found.exits.map(sourceOf).filter((source) => !isForeign(source));
  const feeders = found.feeders
    .filter((feeder) => !exits.some((exit) => exit.path === feeder.path))
    .map(sourceOf)
    .filter((source) => !isForeign(source));
  const trees = new Map(sources.map(({ path, tree }) => [path, tree]));
  const { models } = clientShapes(after.before);
  const wanted = {
    names,
    schema: models,
    targetOf: (_: number, name: string) => words.get(name),
    links: linksAmong(found.scripts, trees),
    branded: overlays.branded,
  };
  const outcomes: Outcome[] = [];
  const shapeChanges: ShapeChange[] = [];
  const remaining: CheckerDiagnostic[] = [];
  const unresolvedImports = await withPrograms(
    request,
    { sources, exits: [...exits, ...feeders], scripts: found.scripts },
    opened,
    (program) => {
      const { checker, overlay, dependentsOf } = program;
      const locateIn = (texts: readonly Source[]) => locate(checker, { ...wanted, sources: texts });
      const callers = [...sources, ...exits, ...feeders];
      const places = locateIn(sources);
      // The name of a model is no key of a query.
      const files = program.files.filter((file) => !generated.some((folder) => file.startsWith(folder)));
      const located =
        rename.kind === 'field'
          ? filledShapes(
              checker,
              feedingShapes(checker, places, { sources, callers, names, of: request.codemod }),
              {
                ...wanted,
                sources,
                scripts: found.scripts,
                overlay: new Map([...overlay, ...opened]),
                files,
                dependentsOf,
              },
            )
          : places;
      const leaving =
        rename.kind === 'field'
          ? findShapeChanges(checker, [...sources, ...exits], {
              codemod: request.codemod,
              keepShape: request.keepShape === true,
              mayEdit: editable(request),
              links: wanted.links,
              subjects: [{ source: rename.from, target: rename.to, convertsValues: false }],
            })
          : [];
      const handed = handedClients(
        checker,
        [...sources, ...exits],
        [{ transition: 0, model, ...(rename.kind === 'field' && { field: rename.from }) }],
        models,
      );
      const renamed = new Map([...overlay, ...overlays.renamed]);
      const baseline = baselineOf(checker, overlay);
      const errorsWith = errorsOver({ checker, unedited: renamed, baseline, dependentsOf });
      request.signal?.throwIfAborted();
      showProgress(request, 'verify', located.length);
      const proven = proveRename(located, {
        checker,
        sources,
        kind: rename.kind,
        words,
        moved: moved.map((file) => stemOf(path.join(path.dirname(file), rename.from))),
        mayEdit: editable(request),
        locateIn,
        unedited: overlay,
        renamed,
        files,
        baseline,
        dependentsOf,
        errorsWith,
      });
      const settled = withErrorsAt(proven.outcomes, proven.remaining);
      outcomes.push(...settled);
      const placed = settled.filter(hasEdits);
      shapeChanges.push(
        ...handed,
        ...keptShapes(leaving, placed, (changes) =>
          errorsWith([...placed, ...changes.filter(hasEdits)], files),
        ),
      );
      remaining.push(...proven.remaining.filter((error) => !isListed(error, settled)));
    },
  );
  const foreign = all.filter(isForeign);
  if (foreign.length > 0) {
    const { leaveAll, rewriteForeign } = await import('../untyped/rewrite-untyped.js');
    const left =
      rename.kind === 'model'
        ? foreign.flatMap((source) => leaveAll(source, names, 'untyped-syntax'))
        : rewriteForeign(foreign, {
            codemod: request.codemod,
            names,
            models,
            clients: clients.map(({ client }) => client),
            scripts: found.scripts,
            mayEdit: editable(request),
            targetOf: (_, name) => words.get(name),
            keepsValues: () => true,
          });
    outcomes.push(...left);
  }
  const subject =
    rename.kind === 'field'
      ? {
          id: `${model}.${rename.to}`,
          model,
          source: { field: rename.from },
          target: { field: rename.to },
          ...fieldsByModel(models, model),
        }
      : { id: rename.to, model };
  const code = present(
    request,
    [subject],
    names,
    found,
    { outcomes, shapeChanges, unresolvedImports, remaining, verified: true },
    started,
  );
  return withFiles(
    code,
    schema.files.flatMap((file) => {
      const edits = after.splices.filter((splice) => splice.file === file).map(toEdit);
      return edits.length > 0
        ? [{ path: file.path, file: relative(cwd, file.path), before: file.text, edits }]
        : [];
    }),
  );
}

function toEdit({ start, end, text }: SchemaSplice) {
  return { offset: start, length: end - start, text };
}

/** The same command again finds its work done. */
function assertNotDone(files: readonly SchemaFile[], rename: Rename): void {
  const document = parseSchema(files);
  const has = (name: string) =>
    rename.kind === 'field'
      ? findField(findBlock(document, 'model', rename.model), name) !== undefined
      : findBlock(document, 'model', name) !== undefined;
  if (has(rename.from) || !has(rename.to)) return;
  const subject = rename.kind === 'field' ? `${rename.model}.${rename.from}` : rename.from;
  throw new UserError('already-renamed', `${subject} is called ${rename.to} already`);
}

interface Client {
  readonly client: GeneratedClient;
  readonly renamed: RenamedClient;
}

async function renameClients(
  schemaPath: string,
  cwd: string,
  blocks: readonly GeneratorBlock[],
  renameOne: (generator: string, output: string) => Promise<RenamedClient>,
): Promise<readonly Client[]> {
  const generators = clientGenerators(blocks);
  if (generators.length === 0) {
    throw new UserError('no-client', 'The schema generates no Prisma Client', {
      hint: 'Add a generator block with `provider = "prisma-client"`',
    });
  }
  const clients: Client[] = [];
  for (const { name, output } of generators) {
    const client = clientIn(output ?? defaultOutput(path.dirname(schemaPath), cwd));
    clients.push({ client, renamed: await renameOne(name, client.folder) });
  }
  return clients;
}

function brand(
  { client, renamed }: Client,
  rename: Rename,
  dmmf: DMMF.Document,
): ReadonlyMap<string, string> {
  if (rename.kind === 'model') {
    const runtime = client.files.filter(({ path }) => path.includes('/runtime/'));
    return brandModel([...renamed.files, ...runtime], rename.from);
  }
  const { model, from } = rename;
  const keys = Object.entries(uniqueKeys(dmmf.datamodel.models.find(({ name }) => name === model)!))
    .filter(([key, fields]) => fields.includes(from) && renamed.names.has(key))
    .map(([key]) => key);
  const names = [...new Set([from, ...keys])].map((name) => ({ transition: 0, model, name }));
  return overlayClient(client.files, clientShapes(dmmf), names, []).branded;
}

function mergeMaps<K, V>(maps: readonly ReadonlyMap<K, V>[]): ReadonlyMap<K, V> {
  return new Map(maps.flatMap((map) => [...map]));
}
