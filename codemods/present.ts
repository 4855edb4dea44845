import type { ModelShape } from '../src/schema/transitions-file.js';
import type { Schema } from './advisors/relations.js';
import type { CheckerDiagnostic } from './checker/checker.js';
import type {
  CodemodReport,
  Edit,
  Occurrence,
  OccurrenceClass,
  ShapeChangeReport,
  TransitionReport,
} from './codemod-report.js';
import { dataPlace } from './data/data-place.js';
import { applyEdits, sortEdits, type TextEdit } from './edit/text-edit.js';
import { errorPlaces, type RemainingError } from './error-places.js';
import type { ShapeChange } from './exits/shape-changes.js';
import type { SearchedName } from './locate/brand.js';
import type { Verdict } from './locate/judge.js';
import { searchNames } from './locate/search.js';
import type { Outcome } from './outcome.js';
import { positionOf } from './position.js';
import type { Found, TextFile } from './project/find-files.js';
import { hostPath } from './project/script-blocks.js';
import { hintOf, type ReasonCode } from './reasons.js';
import type { ChangedFile, CodemodRequest, CodemodRun } from './request.js';
import type { Source } from './source.js';
import type { SqlPlace } from './sql/sql-places.js';
import type { PlacedEdits } from './verify/added-errors.js';

/** What a run is about, as its report names it: a transition, or a name that changes in the code alone. */
export interface Subject {
  readonly id: string;
  readonly model: string;
  /** Absent where it is the model itself. */
  readonly source?: { readonly field: string };
  readonly target?: { readonly field: string };
  /** The names of all fields of the model. */
  readonly fields?: readonly string[];
  /** The names of all fields of the other models. */
  readonly others?: Readonly<Record<string, readonly string[]>>;
}

/** The names of the fields of a model, and of the others. */
export function fieldsByModel(models: Schema, model: string): Required<Pick<Subject, 'fields' | 'others'>> {
  const { [model]: own, ...others } = models;
  const namesOf = ({ fields }: Pick<ModelShape, 'fields'>) => Object.keys(fields);
  return {
    fields: own ? namesOf(own) : [],
    others: Object.fromEntries(Object.entries(others).map(([name, shape]) => [name, namesOf(shape)])),
  };
}

export function hasEdits(place: PlacedEdits): boolean {
  return place.edits.length > 0;
}

/** Whether a place on the line of an error is left to a person anyway. */
export function isListed({ file, offset }: CheckerDiagnostic, outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ source, decision, ...place }) => {
    if (source.path !== file || decision.class !== 'needs-you') return false;
    const lineOf = (position: number) => source.tree.getLineAndCharacterOfPosition(position).line;
    return lineOf(place.offset) === lineOf(offset);
  });
}

/** What a run came to. */
export interface Result {
  readonly outcomes: readonly Outcome[];
  readonly shapeChanges: readonly ShapeChange[];
  /** What was found in SQL, in place of what other places say of the same text. */
  readonly sql?: readonly SqlPlace[];
  readonly unresolvedImports: CodemodReport['unresolvedImports'];
  readonly remaining: readonly RemainingError[];
  readonly verified: boolean;
}

/** The report of a run, and the files as they would be. */
export function present(
  request: CodemodRequest,
  entries: readonly Subject[],
  names: readonly SearchedName[],
  found: Found,
  { outcomes, shapeChanges, sql = [], unresolvedImports, remaining, verified }: Result,
  started: number,
): CodemodRun {
  // The scripts of one file are several sources.
  const byFile = new Map<string, [Source, PlacedEdits[]]>();
  if (verified) {
    for (const outcome of [...outcomes, ...shapeChanges].filter(hasEdits)) {
      const { source } = outcome;
      const [first, group] = byFile.get(source.file) ?? [source, []];
      byFile.set(source.file, [first, [...group, outcome]]);
    }
  }
  const changed = [...byFile.values()].sort(([a], [b]) => compare(a.file, b.file));
  const files = changed.map(([source, group]) => {
    const mark = source.hasByteOrderMark ? '\uFEFF' : '';
    const after = applyEdits(
      source.host ?? source.text,
      group.flatMap(({ edits }) => edits),
    );
    const before = mark + (source.host ?? source.text);
    return { path: hostPath(source.path), file: source.file, before, after: mark + after };
  });
  const edits = changed.flatMap(([source, group]) => {
    const shift = source.hasByteOrderMark ? 1 : 0;
    return sortEdits(group.flatMap(({ edits }) => edits)).map(
      (edit): Edit => ({ file: source.file, ...edit, offset: edit.offset + shift }),
    );
  });
  return {
    files,
    report: {
      version: 1,
      codemod: request.codemod,
      transitions: entries.map((entry, index) =>
        reportOf(
          request,
          entry,
          index,
          names,
          found,
          outcomes,
          shapeChanges.filter(({ transition }) => transition === index),
          sql,
          remainingOf(entries, entry, remaining),
          verified,
        ),
      ),
      edits,
      verified,
      notAnalysed: [
        ...found.others
          .filter(({ file }) => !isSqlOfTransition(request, file))
          .filter((other) => otherDecision(request, other).reason === 'not-typescript')
          .map(({ file }) => ({ file, reason: 'not-typescript' })),
        ...unparsedFiles(outcomes).map((file) => ({ file, reason: 'syntax-error' })),
      ],
      unresolvedImports,
      filesAnalysed: found.filesAnalysed,
      packages: found.packages,
      leftOut: found.leftOut,
      filesChanged: files.length,
      milliseconds: Math.round(performance.now() - started),
    },
  };
}

function unparsedFiles(outcomes: readonly Outcome[]): string[] {
  const unparsed = outcomes.filter(({ decision }) => decision.reason === 'syntax-error');
  return [...new Set(unparsed.map(({ source }) => source.file))];
}

/** The run with further files that it changes. */
export function withFiles(
  { report, files }: CodemodRun,
  more: readonly (Omit<ChangedFile, 'after'> & { readonly edits: readonly TextEdit[] })[],
): CodemodRun {
  const changed = more.map(({ edits, ...file }) => ({ ...file, after: applyEdits(file.before, edits) }));
  const edits = more.flatMap(({ file, edits }) => edits.map((edit): Edit => ({ file, ...edit })));
  return {
    files: [...files, ...changed].sort((a, b) => compare(a.file, b.file)),
    report: {
      ...report,
      edits: [...report.edits, ...edits].sort((a, b) => compare(a.file, b.file) || a.offset - b.offset),
      filesChanged: files.length + changed.length,
    },
  };
}

function reportOf(
  request: CodemodRequest,
  entry: Subject,
  index: number,
  names: readonly SearchedName[],
  found: Found,
  outcomes: readonly Outcome[],
  shapeChanges: readonly ShapeChange[],
  sql: readonly SqlPlace[],
  remaining: readonly CheckerDiagnostic[],
  verified: boolean,
): TransitionReport {
  const mine = new Set(names.filter(({ transition }) => transition === index).map(({ name }) => name));
  const inSql = new Set(sql.map(({ file, offset }) => `${file}:${offset}`));
  const own = outcomes.filter(
    ({ located, edits }) =>
      mine.has(located.name) && !(edits.length === 0 && inSql.has(`${located.file}:${located.offset}`)),
  );
  const occurrences = own.map(({ located, source, decision }): Occurrence => {
    const { verdict, offset, name, file } = located;
    const ofAnother = !isAbout(verdict, index);
    const refused = !verified && decision.class === 'rewritten';
    const chosen: { class: OccurrenceClass; reason: ReasonCode; note?: ReasonCode | undefined } = ofAnother
      ? { class: 'unrelated', reason: verdict.reason === 'local-name-kept' ? 'local-name' : 'other-member' }
      : refused
        ? { class: 'needs-you', reason: 'adds-type-error' }
        : decision;
    return {
      file,
      ...positionOf(source.tree.text, offset),
      offset: offset + (source.hasByteOrderMark ? 1 : 0),
      length: located.length ?? name.length,
      class: chosen.class,
      reason: chosen.reason,
      ...hinted(chosen.class, chosen.reason),
      ...(chosen.note && { note: chosen.note }),
    };
  });
  for (const { transition, file, text, offset, length, shift, class: decided, reason, hint } of sql) {
    if (transition !== index) continue;
    occurrences.push({
      file,
      ...positionOf(text, offset),
      offset: offset + shift,
      length,
      class: decided,
      reason,
      ...(hint !== undefined ? { hint } : hinted(decided, reason)),
    });
  }
  for (const other of found.others) {
    const { file, text } = other;
    if (isSqlOfTransition(request, file)) continue;
    for (const { offset, name } of searchNames(text, [...mine])) {
      occurrences.push({
        file,
        ...positionOf(text, offset),
        offset,
        length: name.length,
        ...otherDecision(request, other),
      });
    }
  }
  for (const { file, text } of found.data) {
    for (const hit of searchNames(text, [...mine])) {
      const place = dataPlace(file, text, hit, {
        model: entry.model,
        fields: entry.fields ?? [],
        others: entry.others ?? {},
      });
      occurrences.push({
        file,
        ...positionOf(text, hit.offset),
        offset: hit.offset,
        length: hit.name.length,
        ...place,
        ...hinted(place.class, place.reason),
      });
    }
  }
  occurrences.sort((a, b) => compare(a.file, b.file) || a.offset - b.offset);
  const counts: Record<OccurrenceClass, number> = {
    rewritten: 0,
    unrelated: 0,
    'already-done': 0,
    'needs-you': 0,
    ignored: 0,
  };
  for (const occurrence of occurrences) counts[occurrence.class]++;
  return {
    id: entry.id,
    model: entry.model,
    ...(entry.source && { field: entry.source.field }),
    counts,
    occurrences,
    diagnostics: errorPlaces(own, remaining, request.cwd, found.scripts),
    shapeChanges: shapeChanges
      .map(shapeReport)
      .sort((a, b) => compare(a.file, b.file) || a.offset - b.offset),
  };
}

function shapeReport({ source, offset, length, kind, paths, reason }: ShapeChange): ShapeChangeReport {
  const hint = hintOf(reason);
  return {
    file: source.file,
    ...positionOf(source.tree.text, offset),
    offset: offset + (source.hasByteOrderMark ? 1 : 0),
    length,
    exit: kind,
    paths,
    reason,
    ...(hint !== undefined && { hint }),
  };
}

/** Files of SQL are looked into, but for a rename in the code alone. */
function isSqlOfTransition({ rename }: CodemodRequest, file: string): boolean {
  return !rename && file.endsWith('.sql');
}

/** A rename in the code alone leaves the database its names. */
function otherDecision({ rename }: CodemodRequest, { file, isRest }: TextFile) {
  if (rename && file.endsWith('.sql')) return { class: 'unrelated', reason: 'database-name' } as const;
  const reason = isRest ? 'in-template' : 'not-typescript';
  return { class: 'needs-you', reason, ...hinted('needs-you', reason) } as const;
}

function hinted(cls: OccurrenceClass, reason: ReasonCode): { readonly hint?: string } {
  const hint = cls === 'needs-you' ? hintOf(reason) : undefined;
  return hint === undefined ? {} : { hint };
}

/** Whether a verdict is about a transition, of those that search for the name. */
function isAbout(verdict: Verdict, transition: number): boolean {
  if (verdict.kind === 'field') return verdict.transition === transition;
  return verdict.transitions === undefined || verdict.transitions.includes(transition);
}

/** Errors belong to the transition whose names they speak of; those that name none belong to the first. */
function remainingOf(
  entries: readonly Subject[],
  entry: Subject,
  remaining: readonly RemainingError[],
): readonly CheckerDiagnostic[] {
  const speaksOf = ({ message }: CheckerDiagnostic, { source, target }: Subject) =>
    message.includes(`'${source?.field}'`) || message.includes(`'${target?.field}'`);
  return remaining.filter((error) => {
    const candidates = error.transitions?.map((transition) => entries[transition]!) ?? entries;
    return (candidates.find((candidate) => speaksOf(error, candidate)) ?? candidates[0]) === entry;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
