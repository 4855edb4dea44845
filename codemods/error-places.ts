import type { CheckerDiagnostic } from './checker/checker.js';
import type { Diagnostic } from './codemod-report.js';
import type { Script } from './locate/importers.js';
import type { Outcome } from './outcome.js';
import { positionOf } from './position.js';
import { relative } from './project/find-files.js';
import { hintOf, type ReasonCode } from './reasons.js';

/** An error that stands at no place of the names. */
export interface RemainingError extends CheckerDiagnostic {
  /** The transitions without whose fields it arises; absent where that is not known. */
  readonly transitions?: readonly number[];
}

/**
 * Errors that say of a value or a type that it does not fit another one: assignments, arguments, what extends or
 * implements something, and keys that nothing takes.
 */
const DOES_NOT_FIT = new Set([
  1360, 2322, 2326, 2344, 2345, 2352, 2353, 2375, 2379, 2403, 2411, 2415, 2416, 2417, 2420, 2430, 2559, 2561,
  2677, 2684, 2719, 2739, 2740, 2741, 2769,
]);

function reasonOf({ code }: CheckerDiagnostic): ReasonCode {
  return DOES_NOT_FIT.has(code) ? 'shape-differs' : 'error-follows';
}

/** An occurrence that was taken for unrelated, and where the compiler then reports an error, needs a person after all. */
export function withErrorsAt(
  outcomes: readonly Outcome[],
  errors: readonly RemainingError[],
): readonly Outcome[] {
  if (errors.length === 0) return outcomes;
  const at = new Map<string, RemainingError[]>();
  for (const error of errors) {
    const key = `${error.file}:${error.offset}`;
    at.set(key, [...(at.get(key) ?? []), error]);
  }
  return outcomes.map((outcome) => {
    const found = at.get(`${outcome.source.path}:${outcome.offset}`);
    const error = found?.at(-1);
    if (!error || outcome.decision.class !== 'unrelated') return outcome;
    const { verdict } = outcome.located;
    const transitions = found!.flatMap((each) => each.transitions ?? []);
    return {
      ...outcome,
      ...(verdict.kind === 'settled' &&
        transitions.length > 0 && { located: { ...outcome.located, verdict: { ...verdict, transitions } } }),
      decision: { class: 'needs-you', reason: reasonOf(error), edits: [] },
      diagnostic: error,
    };
  });
}

/** The errors that held edits back, and those that remain, each once, at their places in the old text. */
export function errorPlaces(
  outcomes: readonly Outcome[],
  remaining: readonly CheckerDiagnostic[],
  cwd: string,
  scripts: readonly Script[],
): Diagnostic[] {
  const texts = new Map(scripts.map(({ path, text }) => [path, text]));
  const placeOf = ({ file, offset }: { readonly file: string; readonly offset: number }) => {
    const text = texts.get(file) ?? '';
    return { file: relative(cwd, file), ...positionOf(text.replace(/^\uFEFF/, ''), offset) };
  };
  const found = [
    ...outcomes.flatMap(({ diagnostic, decision }) =>
      diagnostic ? [{ error: diagnostic, reason: decision.reason }] : [],
    ),
    ...remaining.map((error) => ({ error, reason: reasonOf(error) })),
  ];
  // Each round of the verification reports the same error anew.
  const seen = new Set<string>();
  const once = found.filter(({ error: { file, offset, code, message } }) => {
    const key = `${file}:${offset}:${code}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return once.map(({ error, reason }) => ({
    ...placeOf(error),
    offset: error.offset + (texts.get(error.file)?.startsWith('\uFEFF') ? 1 : 0),
    length: error.length,
    code: error.code,
    message: error.message,
    reason,
    hint: hintOf(reason)!,
    related: error.related.filter(({ file }) => texts.has(file)).map(placeOf),
  }));
}
