import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../src/errors.js';
import { didYouMean } from '../src/schema/annotation.js';
import type { Phase } from '../src/schema/transition.js';
import type { TransitionEntry, TransitionsFile } from '../src/schema/transitions-file.js';
import type { CheckerDiagnostic } from './checker/checker.js';
import type { CodemodName } from './codemod-report.js';
import { contract } from './contract.js';
import { dualWrite } from './dual-write.js';
import { duePhases } from './due.js';
import {
  type Codemod,
  type FieldPlace,
  type FieldValues,
  leave,
  overlap,
  type TextEdit,
} from './edit/edit.js';
import { type ImportExtension, importName } from './edit/import.js';
import { removeOrphans } from './edit/orphans.js';
import { editable, findSources } from './find-sources.js';
import { converterName, helperNames, inlineHelpers } from './inline-helpers.js';
import { type ClientOverlays, overlayClient, type SearchedName } from './locate/brand.js';
import { importersAmong } from './locate/importers.js';
import { type Located, locate } from './locate/locate.js';
import { proveByDeletion } from './locate/oracle.js';
import { hasEdits, isListed, type Outcome, present } from './present.js';
import { eachProgram, once, showProgress } from './programs.js';
import { importEnding, readClient } from './project.js';
import type { CodemodRequest, CodemodRun } from './request.js';
import { nodeAt, type Source } from './source.js';
import { switchReads } from './switch-reads.js';
import { switchWrites } from './switch-writes.js';
import { findTransitionsFile, readTransitionsFile } from './transitions.js';
import { addedErrors, verify } from './verify.js';

export type { ChangedFile, CheckerName, CodemodProgress, CodemodRequest, CodemodRun } from './request.js';

/** What each codemod does with a place. */
const CODEMODS: Partial<Record<CodemodName, Codemod>> = {
  'switch-reads': switchReads,
  'switch-writes': switchWrites,
  'dual-write': dualWrite,
  contract,
};

/**
 * Runs one codemod in memory: locate, edit, verify. Writes nothing and prints nothing.
 *
 * @throws UserError `no-transitions`, `unknown-transition`, `no-transition-due`, `unsupported-transition`,
 *   `missing-client`, `stale-client`, `bad-tsconfig`
 */
export async function runCodemod(request: CodemodRequest): Promise<CodemodRun> {
  const started = performance.now();
  if (request.rename) return (await import('./rename.js')).renameInCode(request, request.rename);
  const codemod = CODEMODS[request.codemod];
  if (!codemod) throw new Error(`${request.codemod} without what it renames`);
  const transitionsFile = request.transitionsFile ?? (await findTransitionsFile(request.cwd));
  const content = await readTransitionsFile(transitionsFile);
  const entries = chooseTransitions(content, request, duePhases[request.codemod]);
  const names = searchedNames(entries);

  showProgress(request, 'search', 0);
  const client = readClient(transitionsFile, content);
  const all = request.codemod === 'contract' ? [...names, ...helperNames(entries)] : names;
  const found = await findSources(request, all, client.folders);
  const overlays = overlayClient(
    client.files,
    content,
    names,
    entries.map(({ model, target }) => ({ model, name: target.field })),
  );
  assertClientKnows(entries, names, overlays);

  const outcomes: Outcome[] = [];
  const remaining: CheckerDiagnostic[] = [];
  let verified = true;
  const trees = new Map(found.sources.map(({ path, tree }) => [path, tree]));
  const wanted = { names, targetsOf: targetsOf(entries), importersOf: importersAmong(found.scripts, trees) };
  const generated = { module: generatedModule(transitionsFile), ending: importEnding(request.cwd) };
  const unresolvedImports = await eachProgram(request, found.sources, overlays.branded, (program) => {
    const { checker, sources, files } = program;
    const unit = { ...wanted, sources };
    const branded = locate(checker, unit);
    const unedited = new Map([...program.overlay, ...overlays.relaxed]);
    const baseline = once(() => {
      checker.overlay(unedited);
      return checker.diagnostics(files);
    });
    const without = new Map([...program.overlay, ...overlays.without]);
    const located = proveByDeletion(checker, branded, unit, without, baseline);
    const mayEdit = editable(request);
    const decisions = withoutOverlaps([
      ...decide(located, sources, entries, codemod, mayEdit, generated),
      ...(request.codemod === 'contract' ? helperOutcomes(sources, entries, mayEdit, generated) : []),
    ]);
    const decided = request.codemod === 'contract' ? withOrphans(decisions) : decisions;
    const edited = decided.filter(hasEdits);
    request.signal?.throwIfAborted();
    showProgress(request, 'verify', edited.length);
    const checked =
      edited.length > 0 ? verify(checker, edited, unedited, files, baseline()) : { held: [], clean: true };
    verified &&= checked.clean;
    const settledOutcomes = settle(decided, checked.held);
    outcomes.push(...settledOutcomes);
    if (request.codemod === 'contract') {
      // What would no longer compile after the drop, also where no name stands: data that is passed on whole.
      const dropped = new Map([...program.overlay, ...overlays.dropped]);
      const own = files.filter((file) => !client.folders.some((folder) => file.startsWith(folder)));
      const added = addedErrors(checker, settledOutcomes.filter(hasEdits), dropped, own, baseline());
      remaining.push(...added.filter((error) => !isListed(error, settledOutcomes)));
    }
  });
  return present(request, entries, all, found, outcomes, unresolvedImports, remaining, verified, started);
}

function chooseTransitions(
  content: TransitionsFile,
  { codemod, transitions }: CodemodRequest,
  phases: readonly Phase[],
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
    transitions ? transitions.includes(id) : phases.includes(phase) && SCENARIOS.includes(scenario),
  );
  const unsupported = chosen.find(({ scenario }) => !SCENARIOS.includes(scenario));
  if (unsupported) {
    throw new UserError('unsupported-transition', `${codemod} does not know ${unsupported.scenario} yet`, {
      hint: `${unsupported.id} has to be changed by hand`,
    });
  }
  if (chosen.length === 0) {
    throw new UserError('no-transition-due', `No transition is due for ${codemod}`, {
      hint: `It is for phase ${phases.join(' or ')}; name a transition with --transition to run it all the same`,
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

/** What a name becomes; undefined for a compound unique key without a counterpart. */
function targetOf(entry: TransitionEntry, name: string): string | undefined {
  if (name === entry.source.field) return entry.target.field;
  return entry.uniqueKeys.find((key) => key.source === name)?.target;
}

/** The generated helpers, as files import them. */
interface GeneratedModule {
  /** Absolute. */
  readonly module: string;
  readonly ending: ImportExtension;
}

export function generatedModule(transitionsFile: string): string {
  const folder = path.dirname(transitionsFile);
  return path.join(folder, existsSync(path.join(folder, 'index.js')) ? 'index.js' : 'index.ts');
}

/** How the values of the source become those of the target; undefined where they stay as they are. */
function valuesOf(
  { values, otherwise, source, helper }: TransitionEntry,
  file: Source,
  { module, ending }: GeneratedModule,
): FieldValues | undefined {
  if (!values) return undefined;
  const name = converterName(helper);
  const imported = importName(file, name, module, ending);
  return {
    entries: new Map(Object.entries(values)),
    otherwise,
    sourceEnum: source.type === 'String' ? undefined : source.type,
    converter: imported === 'taken' ? undefined : { name, imported },
  };
}

/** The targets that a name may become in one of the transitions. */
function targetsOf(entries: readonly TransitionEntry[]): (name: string) => readonly string[] {
  return (name) => entries.flatMap((entry) => targetOf(entry, name) ?? []);
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

function decide(
  located: readonly Located[],
  sources: readonly Source[],
  entries: readonly TransitionEntry[],
  codemod: Codemod,
  mayEdit: (path: string) => boolean,
  generated: GeneratedModule,
): Outcome[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  return located.map((place) => {
    const source = byFile.get(place.file)!;
    const { verdict } = place;
    const base = { located: place, source, offset: place.offset };
    if (verdict.kind === 'settled') {
      return { ...base, edits: [], decision: { class: verdict.class, reason: verdict.reason, edits: [] } };
    }
    const entry = entries[verdict.transition]!;
    const field: FieldPlace = {
      source,
      token: nodeAt(source.tree, place.offset)!,
      offset: place.offset,
      name: place.name,
      role: verdict.role,
      shape: verdict.shape,
      reason: verdict.reason,
      target: targetOf(entry, place.name),
      values: place.name === entry.source.field ? valuesOf(entry, source, generated) : undefined,
    };
    const decision = codemod(field);
    if (decision.edits.length > 0 && !mayEdit(source.path)) {
      return { ...base, edits: [], decision: { class: 'needs-you', reason: 'outside-paths', edits: [] } };
    }
    return { ...base, edits: decision.edits, decision };
  });
}

function helperOutcomes(
  sources: readonly Source[],
  entries: readonly TransitionEntry[],
  mayEdit: (path: string) => boolean,
  { module }: GeneratedModule,
): Outcome[] {
  return inlineHelpers(sources, entries, module).map(({ source, offset, name, decision }) => {
    const allowed = decision.edits.length === 0 || mayEdit(source.path);
    const made = allowed ? decision : leave('needs-you', 'outside-paths');
    const verdict = { kind: 'settled', class: made.class, reason: made.reason } as const;
    const located = { file: source.file, offset, name, verdict };
    return { located, source, offset, edits: made.edits, decision: made };
  });
}

/** Two removals of neighbours in one list touch the same comma: the second waits for the next run. */
function withoutOverlaps(outcomes: readonly Outcome[]): readonly Outcome[] {
  const taken = new Map<Source, TextEdit[]>();
  return outcomes.map((outcome) => {
    const others = taken.get(outcome.source) ?? [];
    if (outcome.edits.some((edit) => others.some((other) => overlap(edit, other)))) {
      return { ...outcome, edits: [], decision: leave('needs-you', 'overlapping-edit') };
    }
    taken.set(outcome.source, [...others, ...outcome.edits]);
    return outcome;
  });
}

/** What the edits of a file orphan goes with the last of them. */
function withOrphans(outcomes: readonly Outcome[]): readonly Outcome[] {
  const last = new Map(outcomes.filter(hasEdits).map((outcome) => [outcome.source, outcome]));
  return outcomes.map((outcome) => {
    if (last.get(outcome.source) !== outcome) return outcome;
    const all = outcomes.filter(({ source }) => source === outcome.source).flatMap(({ edits }) => edits);
    return { ...outcome, edits: [...outcome.edits, ...removeOrphans(outcome.source, all)] };
  });
}

function settle(
  outcomes: readonly Outcome[],
  held: readonly { readonly place: Outcome; readonly because: CheckerDiagnostic }[],
): Outcome[] {
  const because = new Map(held.map((one) => [one.place, one.because]));
  return outcomes.map((outcome) => {
    const diagnostic = because.get(outcome);
    if (!diagnostic) return outcome;
    return {
      ...outcome,
      edits: [],
      diagnostic,
      decision: { class: 'needs-you', reason: 'adds-type-error', edits: [] },
    };
  });
}
