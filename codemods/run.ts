import { UserError } from '../src/errors.js';
import { didYouMean } from '../src/schema/annotation.js';
import type { TransitionEntry, TransitionsFile } from '../src/schema/transitions-file.js';
import { duePhases, isDue } from './due.js';
import { helperNames } from './extension/helper-names.js';
import { type ClientOverlays, type GeneratedFile, overlayClient, type SearchedName } from './locate/brand.js';
import { fieldsByModel, present } from './present.js';
import { readClient } from './project/client.js';
import { findFiles } from './project/find-files.js';
import type { CodemodRequest, CodemodRun } from './request.js';
import { showProgress } from './show-progress.js';
import { hasSql } from './sql/may-hold-sql.js';
import { findTransitionsFile, readTransitionsFile } from './transitions.js';

export type { ChangedFile, CheckerName, CodemodProgress, CodemodRequest, CodemodRun } from './request.js';

/**
 * Runs one codemod in memory: locate, edit, verify. Writes nothing and prints nothing.
 *
 * What only a search needs is loaded here; compilers come in where a name was found.
 *
 * @throws UserError `no-transitions`, `unknown-transition`, `no-transition-due`,
 *   `target-hidden`, `missing-client`, `stale-client`, `bad-tsconfig`
 */
export async function runCodemod(request: CodemodRequest): Promise<CodemodRun> {
  const started = performance.now();
  if (request.rename) return (await import('./rename/rename.js')).renameInCode(request, request.rename);
  const transitionsFile = request.transitionsFile ?? (await findTransitionsFile(request.cwd));
  const content = await readTransitionsFile(transitionsFile);
  const entries = chooseTransitions(content, request);
  assertTargetsKnown(entries, content);
  const names = searchedNames(entries);

  showProgress(request, 'search', 0);
  const there = readClient(transitionsFile, content);
  const withoutSource =
    request.codemod === 'contract' ? entries.filter(({ phase }) => phase === 'contract') : [];
  const { client, models } =
    withoutSource.length === 0
      ? { client: there, models: content.models }
      : await (await import('./project/source-client.js')).clientWithSources(request, withoutSource, {
          client: there,
          models: content.models,
        });
  const all = request.codemod === 'contract' ? [...names, ...helperNames(entries)] : names;
  const subjects = entries.map((entry) => ({
    ...entry,
    ...fieldsByModel(models, entry.model),
  }));
  const columns = entries.map(({ source }) => source.column);
  const found = await findFiles(request, all, client.folders, columns);
  const overlays = overDisk(
    client.files.filter(({ text }, index) => text !== there.files[index]!.text),
    overlayClient(
      client.files,
      { models, types: content.types },
      names,
      entries.map(({ model, target }) => ({ model, name: target.field })),
    ),
  );
  assertClientKnows(entries, names, overlays);
  const sql = hasSql(found, [...columns, ...names.map(({ name }) => name)])
    ? (await import('./sql/sql-places.js')).sqlPlaces(found, entries, content)
    : [];
  if (found.holders.length === 0 && found.exits.length === 0) {
    return present(request, subjects, all, found, { ...NOTHING, sql }, started);
  }
  const { rewrite } = await import('./rewrite.js');
  const rewritten = await rewrite(request, {
    transitionsFile,
    client,
    entries,
    names,
    found,
    models,
    overlays,
  });
  return present(request, subjects, all, found, { ...rewritten, sql }, started);
}

/** Each overlay with the files that differ from those on the disk, where the overlay says nothing of them. */
function overDisk(files: readonly GeneratedFile[], overlays: ClientOverlays): ClientOverlays {
  const { branded, relaxed, dropped, without, ...others } = overlays;
  const over = (overlay: ReadonlyMap<string, string>) =>
    new Map([...files.map(({ path, text }) => [path, text] as const), ...overlay]);
  return {
    ...others,
    branded: over(branded),
    relaxed: over(relaxed),
    dropped: (transitions) => over(dropped(transitions)),
    without: (transitions) => over(without(transitions)),
  };
}

const NOTHING = { outcomes: [], shapeChanges: [], unresolvedImports: [], remaining: [], verified: true };

function chooseTransitions(
  content: TransitionsFile,
  { codemod, transitions }: CodemodRequest,
): TransitionEntry[] {
  const ids = content.transitions.map(({ id }) => id);
  const unknown = transitions?.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    throw new UserError('unknown-transition', `There is no transition ${unknown}`, {
      hint:
        didYouMean(unknown, ids) ??
        (ids.length > 0 ? `The schema has ${ids.join(', ')}` : 'The schema has none'),
    });
  }
  const chosen = content.transitions.filter(({ id, phase }) =>
    transitions ? transitions.includes(id) : isDue(codemod, phase, content),
  );
  if (chosen.length === 0) {
    throw new UserError('no-transition-due', `No transition is due for ${codemod}`, {
      hint: `It is for phase ${duePhases[codemod].join(' or ')}; name a transition with --transition to run it all the same`,
    });
  }
  return chosen;
}

/** In expand a trigger keeps both sides equal, and the client does not know the target: there is nothing to switch to. */
function assertTargetsKnown(entries: readonly TransitionEntry[], { models }: TransitionsFile): void {
  const hidden = entries.find(({ model, target }) => !models[model]?.fields[target.field]);
  if (!hidden) return;
  throw new UserError('target-hidden', `The generated client does not know ${hidden.id} yet`, {
    hint: `\`npx pec next --transition ${hidden.id}\` prepares migrate, which shows the field to the client`,
  });
}

function searchedNames(entries: readonly TransitionEntry[]): SearchedName[] {
  return entries.flatMap(({ model, source, uniqueKeys }, transition) => [
    { transition, model, name: source.field },
    ...uniqueKeys.map((key) => ({ transition, model, name: key.source })),
  ]);
}

function assertClientKnows(
  entries: readonly TransitionEntry[],
  names: readonly SearchedName[],
  { found }: ClientOverlays,
): void {
  names.forEach(({ transition, model, name }, index) => {
    const entry = entries[transition]!;
    if (name !== entry.source.field || found[index]! > 0) return;
    throw new UserError('stale-client', `The generated client has no ${model}.${name}`, {
      hint:
        entry.phase === 'contract'
          ? 'Codemods need a client that still has the source: run them before the schema moves to contract'
          : 'Run npx prisma generate, so that it matches transitions.json',
    });
  });
}
