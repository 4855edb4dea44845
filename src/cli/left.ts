import type { CodemodReport } from '../../codemods/codemod-report.js';
import { effectOf, hintOf, type ReasonCode } from '../../codemods/reasons.js';
import { UserError } from '../errors.js';

/** A place in the code that no codemod decides, or a file that none could read. */
export interface PlaceLeft {
  /** Relative to the working directory. */
  readonly file: string;
  /** From 1; absent for a whole file. */
  readonly line?: number;
  readonly column?: number;
  readonly reason: string;
  readonly hint?: string;
  /** What the compiler says of the place: `TS2322: …`. */
  readonly diagnostic?: string;
  /** Known to fail once the source is gone. */
  readonly breaks: boolean;
  /** What the place hides under the old name may come out under the new one. */
  readonly shows: boolean;
  readonly isTest: boolean;
}

/**
 * What the last runs of some codemods left, each place once. Where several codemods list a place, the first report has
 * the word: `switch-writes` knows why a value stays, and `contract` only that it is still written.
 */
export function placesLeft(reports: readonly CodemodReport[]): readonly PlaceLeft[] {
  const places = new Map<string, PlaceLeft>();
  for (const report of reports) {
    const diagnostics = report.transitions.flatMap((transition) => transition.diagnostics);
    const open = report.transitions
      .flatMap(({ occurrences }) => occurrences)
      .filter((occurrence) => occurrence.class === 'needs-you')
      .map(({ file, line, column, reason, hint }) => {
        const error = diagnostics.find((each) => each.file === file && each.line === line);
        return { file, line, column, reason, hint, diagnostic: error && said(error) };
      });
    const isOpen = (file: string, line: number) =>
      open.some((each) => each.file === file && each.line === line);
    const errors = diagnostics
      .filter(({ file, line }) => !isOpen(file, line))
      .map((error) => ({ ...error, diagnostic: said(error) }));
    const unread = report.notAnalysed.map(({ file, reason }) => ({
      file,
      reason,
      hint: 'it was not analysed',
    }));
    const untyped = report.unresolvedImports.map(({ file, specifier }) => ({
      file,
      reason: 'unresolved-import',
      hint: 'install or build the module first: its types are unknown',
      diagnostic: specifier,
    }));
    for (const place of [...open, ...errors, ...unread, ...untyped]) {
      const { file, reason, hint } = place;
      const at = 'line' in place ? { line: place.line, column: place.column } : {};
      const diagnostic = 'diagnostic' in place ? place.diagnostic : undefined;
      const key = 'line' in place ? positionOf({ file, ...at }) : `${file} ${reason} ${diagnostic}`;
      if (places.has(key)) continue;
      places.set(key, {
        file,
        ...at,
        reason,
        ...(hint !== undefined && { hint }),
        ...(diagnostic !== undefined && { diagnostic }),
        breaks: effectOf(reason).breaks === true,
        shows: effectOf(reason).shows === true,
        isTest: isTest(file),
      });
    }
  }
  return [...places.values()];
}

/** A place that the compiler names, where no name of the transition stands. */
export function placeLeft(
  at: Required<Pick<PlaceLeft, 'file' | 'line' | 'column'>>,
  reason: ReasonCode,
  diagnostic: string,
): PlaceLeft {
  const hint = hintOf(reason);
  return {
    ...at,
    reason,
    ...(hint !== undefined && { hint }),
    diagnostic,
    breaks: effectOf(reason).breaks === true,
    shows: effectOf(reason).shows === true,
    isTest: isTest(at.file),
  };
}

function said({ code, message }: { readonly code: number; readonly message: string }): string {
  return `TS${code}: ${message}`;
}

function isTest(file: string): boolean {
  return /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e|cypress)\/|\.(?:test|spec|cy)\.[cm]?[jt]sx?$/.test(
    file,
  );
}

/** `src/users.ts:12:5` */
function positionOf({ file, line, column }: Pick<PlaceLeft, 'file' | 'line' | 'column'>): string {
  return line === undefined ? file : `${file}:${line}:${column}`;
}

/** The places grouped by reason, one hint a group; those in tests apart. */
export function leftLines(places: readonly PlaceLeft[]): readonly string[] {
  const inCode = places.filter((place) => !place.isTest);
  const inTests = places.filter((place) => place.isTest);
  return [...groupLines(inCode, ''), ...groupLines(inTests, ', in tests')];
}

function groupLines(places: readonly PlaceLeft[], where: string): readonly string[] {
  const reasons = [...new Set(places.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const group = places.filter((place) => place.reason === reason);
    const hint = group[0]!.hint === undefined ? '' : `: ${group[0]!.hint}`;
    return [
      `${reason}, ${countOf(group)}${where}${hint}`,
      ...group.map((place) => `  ${positionOf(place)}${place.diagnostic ? `  ${place.diagnostic}` : ''}`),
    ];
  });
}

/** `1 place`, `12 places`. */
export function countOf(places: readonly PlaceLeft[]): string {
  return `${places.length} ${places.length === 1 ? 'place' : 'places'}`;
}

/**
 * The places that stand in the way of a stage, but for those that the user accepts by name. Tests are not rolled out:
 * what breaks in one is seen where the tests run.
 *
 * @param effect what must not follow from a place: it breaks without the old field, or it shows what it hid
 * @param accepted `file:line` or `file:line:column`, as the list prints them
 * @throws UserError `unknown-place` for an accepted place that is not in the list
 */
export function obstructingPlaces(
  id: string,
  places: readonly PlaceLeft[],
  effect: 'breaks' | 'shows',
  accepted: readonly string[],
): readonly PlaceLeft[] {
  const matches = (place: PlaceLeft, name: string) =>
    positionOf(place) === name || `${place.file}:${place.line}` === name;
  // Other names are those of triggers and functions.
  const unknown = accepted.find(
    (name) => /:\d+$/.test(name) && !places.some((place) => matches(place, name)),
  );
  if (unknown !== undefined) {
    throw new UserError('unknown-place', `${unknown} is none of the places that are left`, {
      hint: `\`npx pec status --left --transition ${id}\` lists them`,
    });
  }
  return places.filter(
    (place) => place[effect] && !place.isTest && !accepted.some((name) => matches(place, name)),
  );
}
