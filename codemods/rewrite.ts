import type { TransitionEntry, TransitionsFile } from '../src/schema/transitions-file.js';
import type { CheckerDiagnostic } from './checker/checker.js';
import type { CodemodName } from './codemod-report.js';
import { contract } from './contract.js';
import { dualWrite } from './dual-write.js';
import { type Codemod, type FieldPlace, type FieldValues, leave } from './edit/edit.js';
import { type ImportExtension, importName } from './edit/import.js';
import { removeOrphans } from './edit/orphans.js';
import { joinRemovals } from './edit/removals.js';
import { type EditIndex, editIndex } from './edit/text-edit.js';
import { type RemainingError, withErrorsAt } from './error-places.js';
import { handedClients } from './exits/handed-client.js';
import { isReshaping } from './exits/may-exit.js';
import { findShapeChanges, keptShapes, type ShapeChange } from './exits/shape-changes.js';
import { converterName } from './extension/helper-names.js';
import { inlineHelpers } from './extension/inline-helpers.js';
import { hideTarget } from './hide-target.js';
import { apartByName, type ClientOverlays, type SearchedName } from './locate/brand.js';
import { feedingShapes } from './locate/feeds.js';
import { filledShapes } from './locate/filled-shapes.js';
import { linksAmong } from './locate/importers.js';
import { locate } from './locate/locate.js';
import type { Located } from './locate/located.js';
import { proveByDeletion } from './locate/oracle.js';
import type { Outcome } from './outcome.js';
import { hasEdits, isListed, type Result } from './present.js';
import type { GeneratedClient } from './project/client.js';
import { editable, type Found } from './project/find-files.js';
import { withPrograms } from './project/programs.js';
import { importEnding } from './project/project.js';
import type { CodemodRequest } from './request.js';
import { showProgress } from './show-progress.js';
import { nodeAt, type Source, sourceOf } from './source.js';
import { switchReads } from './switch-reads.js';
import { switchWrites } from './switch-writes.js';
import { generatedModule } from './transitions.js';
import { isForeign } from './untyped/foreign.js';
import { addedErrors, baselineOf, groupByFile } from './verify/added-errors.js';
import { errorsOver } from './verify/errors-over.js';
import { verify } from './verify/verify.js';
import { filesToCheck } from './verify/verify-scope.js';

/** What each codemod does with a place. */
const CODEMODS: Partial<Record<CodemodName, Codemod>> = {
  'switch-reads': switchReads,
  'switch-writes': switchWrites,
  'dual-write': dualWrite,
  'hide-target': hideTarget,
  contract,
};

export interface Search {
  readonly transitionsFile: string;
  readonly client: GeneratedClient;
  readonly entries: readonly TransitionEntry[];
  readonly names: readonly SearchedName[];
  readonly found: Found;
  readonly models: TransitionsFile['models'];
  readonly overlays: ClientOverlays;
}

/** Decides about every place that a search found, and checks the edited text. */
export async function rewrite(request: CodemodRequest, search: Search): Promise<Result> {
  const codemod = CODEMODS[request.codemod];
  if (!codemod) throw new Error(`${request.codemod} goes by no transition`);
  const { client, entries, names, found, overlays } = search;
  const outcomes: Outcome[] = [];
  const shapeChanges: ShapeChange[] = [];
  const remaining: RemainingError[] = [];
  let verified = true;
  const all = found.holders.map(sourceOf);
  const sources = all.filter((source) => !isForeign(source));
  const exits = found.exits.map(sourceOf).filter((source) => !isForeign(source));
  const feeders = found.feeders
    .filter((feeder) => !exits.some((exit) => exit.path === feeder.path))
    .map(sourceOf)
    .filter((source) => !isForeign(source));
  const trees = new Map(sources.map(({ path, tree }) => [path, tree]));
  const wanted = {
    names,
    schema: search.models,
    targetOf: (transition: number, name: string) => targetOf(entries[transition]!, name),
    links: linksAmong(found.scripts, trees),
    branded: overlays.branded,
  };
  const generated = { module: generatedModule(search.transitionsFile), ending: importEnding(request.cwd) };
  const unresolvedImports = await withPrograms(
    request,
    { sources, exits: [...exits, ...feeders], scripts: found.scripts },
    overlays.branded,
    (program) => {
      const { checker, files } = program;
      const unit = { ...wanted, sources };
      const branded = locate(checker, unit);
      const leaving = findShapeChanges(checker, [...sources, ...exits], {
        codemod: request.codemod,
        keepShape: request.keepShape === true,
        mayEdit: editable(request),
        links: wanted.links,
        subjects: entries.map(({ source, target, values }) => ({
          source: source.field,
          target: target.field,
          convertsValues: values !== undefined,
        })),
      });
      const handed = isReshaping(request.codemod)
        ? handedClients(
            checker,
            [...sources, ...exits],
            entries.map(({ model, source }, transition) => ({ transition, model, field: source.field })),
            search.models,
          )
        : [];
      const unedited = new Map([...program.overlay, ...overlays.relaxed]);
      const baseline = baselineOf(checker, unedited);
      const afterDrop = () => {
        const every = new Set(entries.keys());
        const dropped = new Map([...program.overlay, ...overlays.dropped(every)]);
        return { unedited: dropped, baseline: baselineOf(checker, dropped) };
      };
      const deletions = entries.map((_, transition) => ({
        transition,
        without: new Map([...program.overlay, ...overlays.without(new Set([transition]))]),
      }));
      const callers = [...sources, ...exits, ...feeders];
      const fed = feedingShapes(checker, branded, { sources, callers, names, of: request.codemod });
      const filled = filledShapes(checker, fed, {
        ...unit,
        scripts: found.scripts,
        overlay: new Map([...program.overlay, ...overlays.branded]),
        files,
        dependentsOf: program.dependentsOf,
      });
      const located = proveByDeletion(checker, filled, unit, deletions, baseline);
      const mayEdit = editable(request);
      const decisions = withoutOverlaps(
        joinRemovals([
          ...decide(located, sources, search, codemod, mayEdit, generated),
          ...(request.codemod === 'contract' ? helperOutcomes(sources, entries, mayEdit, generated) : []),
        ]),
      );
      const decided = request.codemod === 'contract' ? withOrphans(decisions) : decisions;
      const edited = decided.filter(hasEdits);
      request.signal?.throwIfAborted();
      showProgress(request, 'verify', edited.length);
      const { dependentsOf } = program;
      const errorsWith = errorsOver({
        checker,
        ...(isAfterDrop(request, entries) ? afterDrop() : { unedited, baseline }),
        dependentsOf,
      });
      const checked =
        edited.length > 0
          ? verify(edited, filesToCheck(edited, files, dependentsOf), errorsWith, dependentsOf)
          : { held: [], clean: true };
      verified &&= checked.clean;
      const settledOutcomes = withCovered(settle(decided, checked.held));
      const placed = settledOutcomes.filter(hasEdits);
      shapeChanges.push(
        ...handed,
        ...keptShapes(leaving, placed, (changes) =>
          errorsWith([...placed, ...changes.filter(hasEdits)], files),
        ),
      );
      if (request.codemod === 'contract') {
        // What would no longer compile after the drop, also where no name stands: data that is passed on whole.
        const own = files.filter((file) => !client.folders.some((folder) => file.startsWith(folder)));
        const added = apartByName(names).flatMap((transitions): RemainingError[] => {
          const dropped = new Map([...program.overlay, ...overlays.dropped(transitions)]);
          const errors = addedErrors(checker, placed, dropped, own, baseline);
          return errors.map((error) => ({ ...error, transitions: [...transitions] }));
        });
        const withErrors = withErrorsAt(settledOutcomes, added);
        outcomes.push(...withErrors);
        remaining.push(...added.filter((error) => !isListed(error, withErrors)));
      } else {
        outcomes.push(...settledOutcomes);
      }
    },
  );
  const foreign = all.filter(isForeign);
  if (foreign.length > 0) {
    const { rewriteForeign } = await import('./untyped/rewrite-untyped.js');
    const outcomesThere = rewriteForeign(foreign, {
      codemod: request.codemod,
      names,
      models: search.models,
      clients: [client],
      scripts: found.scripts,
      mayEdit: editable(request),
      targetOf: (transition, name) => targetOf(entries[transition]!, name),
      keepsValues: (transition) => entries[transition]!.values === undefined,
    });
    outcomes.push(...outcomesThere);
  }
  return { outcomes, shapeChanges, unresolvedImports, remaining, verified };
}

/** Whether the client that the new text is compiled with has the sources no more. */
function isAfterDrop({ codemod, afterDrop }: CodemodRequest, entries: readonly TransitionEntry[]): boolean {
  return codemod === 'contract' && (afterDrop === true || entries.every(({ phase }) => phase === 'contract'));
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

function decide(
  located: readonly Located[],
  sources: readonly Source[],
  { entries, models }: Pick<Search, 'entries' | 'models'>,
  codemod: Codemod,
  mayEdit: (path: string) => boolean,
  generated: GeneratedModule,
): Outcome[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return located.map((place) => {
    const source = byPath.get(place.path)!;
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
      hides: verdict.hides,
      isParsed: verdict.isParsed,
      targetIsNullable: models[entry.model]?.fields[entry.target.field]?.isRequired === false,
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
    const located = { file: source.file, path: source.path, offset, name, verdict };
    return { located, source, offset, edits: made.edits, decision: made };
  });
}

/** Where two edits change the same text, the second waits for the next run. */
function withoutOverlaps(outcomes: readonly Outcome[]): readonly Outcome[] {
  const taken = new Map<Source, EditIndex<true>>();
  return outcomes.map((outcome) => {
    const others = taken.get(outcome.source) ?? editIndex<true>();
    taken.set(outcome.source, others);
    if (outcome.edits.some((edit) => others.overlapping(edit))) {
      return { ...outcome, edits: [], decision: leave('needs-you', 'overlapping-edit') };
    }
    for (const edit of outcome.edits) others.add(edit, true);
    return outcome;
  });
}

/** What the edits of a file orphan goes with the last of them. */
function withOrphans(outcomes: readonly Outcome[]): readonly Outcome[] {
  const byFile = groupByFile(outcomes.filter(hasEdits));
  return outcomes.map((outcome) => {
    const group = byFile.get(outcome.source.path) ?? [];
    // What a script does not use its template may.
    if (group.at(-1) !== outcome || outcome.source.host !== undefined) return outcome;
    const all = group.flatMap(({ edits }) => edits);
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

/** A name that a kept edit takes away or replaces together with its own is rewritten like that. */
function withCovered(outcomes: readonly Outcome[]): Outcome[] {
  const edited = new Map<Source, EditIndex<Outcome>>();
  for (const outcome of outcomes) {
    if (!hasEdits(outcome)) continue;
    const index = edited.get(outcome.source) ?? editIndex<Outcome>();
    edited.set(outcome.source, index);
    for (const edit of outcome.edits) index.add(edit, outcome);
  }
  return outcomes.map((outcome) => {
    if (outcome.decision.class !== 'unrelated') return outcome;
    const owner = edited.get(outcome.source)?.overlapping({ offset: outcome.offset, length: 1, text: '' });
    if (!owner) return outcome;
    const { reason } = owner.decision;
    return { ...outcome, decision: { class: 'rewritten', reason, edits: [] } };
  });
}
