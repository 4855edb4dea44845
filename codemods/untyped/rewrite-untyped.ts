import type { CodemodName } from '../codemod-report.js';
import { leave } from '../edit/edit.js';
import { applyEdits } from '../edit/text-edit.js';
import type { SearchedName } from '../locate/brand.js';
import { searchNames } from '../locate/search.js';
import type { Outcome } from '../outcome.js';
import { hasEdits } from '../present.js';
import type { Source } from '../source.js';
import { decideForeign } from './decide.js';
import { parseForeign } from './parse.js';
import { type ForeignPlace, type ForeignWanted, foreignPlaces } from './places.js';

export interface ForeignRewrite extends ForeignWanted {
  readonly codemod: CodemodName;
  readonly mayEdit: (path: string) => boolean;
  /** What a place that is proven becomes; undefined for a compound unique key that has no counterpart. */
  readonly targetOf: (transition: number, name: string) => string | undefined;
  readonly keepsValues: (transition: number) => boolean;
}

/** The outcomes of files that only jscodeshift parses, or that no parser accepts. */
export function rewriteForeign(sources: readonly Source[], wanted: ForeignRewrite): readonly Outcome[] {
  return sources.flatMap((source) => {
    const places = foreignPlaces(source, wanted);
    if (!places) return leaveAll(source, wanted.names, 'syntax-error');
    const outcomes = places.map((place) => outcomeOf(source, place, wanted));
    const edits = outcomes.flatMap((outcome) => outcome.edits);
    if (edits.length === 0 || parseForeign(applyEdits(source.text, edits))) return outcomes;
    // Nothing else can be checked of such a file.
    return outcomes.map((outcome) =>
      hasEdits(outcome) ? { ...outcome, edits: [], decision: leave('needs-you', 'untyped-syntax') } : outcome,
    );
  });
}

function outcomeOf(source: Source, place: ForeignPlace, wanted: ForeignRewrite): Outcome {
  const { located } = place;
  const { verdict, offset, name } = located;
  const base = { located, source, offset };
  if (verdict.kind === 'settled') {
    return { ...base, edits: [], decision: { class: verdict.class, reason: verdict.reason, edits: [] } };
  }
  const { transition } = verdict;
  const decision = decideForeign(
    wanted.codemod,
    place,
    wanted.targetOf(transition, name),
    wanted.keepsValues(transition),
  );
  if (decision.edits.length > 0 && !wanted.mayEdit(source.path)) {
    return { ...base, edits: [], decision: leave('needs-you', 'outside-paths') };
  }
  return { ...base, edits: decision.edits, decision };
}

/** Every occurrence in a file, for a person. */
export function leaveAll(
  source: Source,
  names: readonly SearchedName[],
  reason: 'syntax-error' | 'untyped-syntax',
): Outcome[] {
  const verdict = { kind: 'settled', class: 'needs-you', reason } as const;
  const words = [...new Set(names.map(({ name }) => name))];
  return searchNames(source.text, words).map(({ offset, name }) => ({
    located: { file: source.file, path: source.path, offset, name, verdict },
    source,
    offset,
    edits: [],
    decision: leave('needs-you', reason),
  }));
}
