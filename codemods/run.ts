import { UserError } from '../src/errors.js';
import { didYouMean } from '../src/schema/annotation.js';
import type { TransitionEntry, TransitionsFile } from '../src/schema/transitions-file.js';
import { duePhases, isDue } from './due.js';
import { helperNames } from './extension/helper-names.js';
import { type ClientOverlays, overlayClient, type SearchedName } from './locate/brand.js';
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
 * @throws UserError `no-transitions`, `unknown-transition`, `no-transition-due`, `unsupported-transition`,
 *   `missing-client`, `stale-client`, `bad-tsconfig`
 */
export async function runCodemod(request: CodemodRequest): Promise<CodemodRun> {
  const started = performance.now();
  if (request.rename) return (await import('./rename/rename.js')).renameInCode(request, request.rename);
  const transitionsFile = request.transitionsFile ?? (await findTransitionsFile(request.cwd));
  const content = await readTransitionsFile(transitionsFile);
  const entries = chooseTransitions(content, request);
  const names = searchedNames(entries);

  showProgress(request, 'search', 0);
  const client = readClient(transitionsFile, content);
  const all = request.codemod === 'contract' ? [...names, ...helperNames(entries)] : names;
  const subjects = entries.map((entry) => ({
    ...entry,
    ...fieldsByModel(content.models, entry.model),
  }));
  const columns = entries.map(({ source }) => source.column);
  const found = await findFiles(request, all, client.folders, columns);
  const overlays = overlayClient(
    client.files,
    content,
    names,
    entries.map(({ model, target }) => ({ model, name: target.field })),
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
    models: content.models,
    overlays,
  });
  return present(request, subjects, all, found, { ...rewritten, sql }, started);
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
  const chosen = content.transitions.filter(({ id, phase, scenario }) =>
    transitions
      ? transitions.includes(id)
      : isDue(codemod, phase, content.sync) && SCENARIOS.includes(scenario),
  );
  const unsupported = chosen.find(({ scenario }) => !SCENARIOS.includes(scenario));
  if (unsupported) {
    throw new UserError('unsupported-transition', `${codemod} does not know ${unsupported.scenario} yet`, {
      hint: `${unsupported.id} has to be changed by hand`,
    });
  }
  if (chosen.length === 0) {
    throw new UserError('no-transition-due', `No transition is due for ${codemod}`, {
      hint: `It is for phase ${duePhases[codemod].join(' or ')}; name a transition with --transition to run it all the same`,
    });
  }
  return chosen;
}

const SCENARIOS = ['rename-column', 'change-type'];

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
