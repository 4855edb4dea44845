import type { Provider, SyncMode } from '../../../src/schema/transition.js';
import { down, tenantOf, up, type Variant } from './variants.js';

/** What must be in the database, and what each generation must read there: the promise as a few pure functions. */
export interface Row {
  readonly key: string;
  readonly note: number | null;
  readonly owned: boolean;
  readonly labelled: boolean;
  /** The key of another row. */
  readonly parent: string | null;
  /** The source and the target. */
  readonly s: string | null;
  readonly t: string | null;
}

/** A row that belongs to nobody. */
export const loose = { owned: false, labelled: false, parent: null } as const;

export type Rows = ReadonlyMap<string, Row>;

export type Generation = 0 | 1 | 2 | 3;

/** A day of deploying: which releases' migrations are applied, and who is alive. */
export interface Position {
  readonly database: 0 | 1 | 2 | 3 | 4;
  readonly alive: readonly Generation[];
}

export const positions: readonly Position[] = [
  { database: 0, alive: [0] },
  { database: 1, alive: [0] },
  { database: 1, alive: [0, 1] },
  { database: 1, alive: [1] },
  { database: 2, alive: [1] },
  { database: 2, alive: [1, 2] },
  { database: 2, alive: [2] },
  { database: 3, alive: [2] },
  { database: 3, alive: [2, 3] },
  { database: 3, alive: [3] },
  { database: 4, alive: [3] },
];

export interface Setting {
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly variant: Variant;
}

export interface Situation extends Setting {
  readonly position: Position;
}

/** What a statement gives for the two columns; absent where it does not name one. */
export interface Given {
  readonly s?: string | null;
  readonly t?: string | null;
}

export function hasTrigger({ sync, position }: Situation): boolean {
  return sync === 'trigger' && position.database >= 1 && position.database <= 3;
}

/** Whether the extension, or the application itself, writes both sides. */
export function writesBoth({ provider, sync }: Setting, generation: Generation): boolean {
  return (sync !== 'trigger' || provider === 'sqlite') && (generation === 1 || generation === 2);
}

export const ownSide = (generation: Generation): 's' | 't' => (generation <= 1 ? 's' : 't');

/** The columns that a write of this generation sets, with its own value. */
export function given(situation: Situation, generation: Generation, value: string | null): Given {
  const { variant } = situation;
  const both = writesBoth(situation, generation);
  return ownSide(generation) === 's'
    ? { s: value, ...(both && { t: up(variant, value) }) }
    : { t: value, ...(both && { s: down(variant, value) }) };
}

/** The columns that are filled where a write leaves the value out: with the default, or not at all. */
export function left(situation: Situation, generation: Generation | 'raw'): Given {
  const { variant, position } = situation;
  if (variant.default === undefined) return {};
  const moved = up(variant, variant.default);
  if (generation === 'raw') return position.database >= 2 ? { t: moved } : { s: variant.default };
  return given(situation, generation, ownSide(generation) === 's' ? variant.default : moved);
}

export function inserted(
  situation: Situation,
  row: Omit<Row, 's' | 't'>,
  { s = null, t = null }: Given,
): Row {
  const { variant, position } = situation;
  if (!hasTrigger(situation)) return { ...row, s, t };
  // Where the default has moved to the target, a source that is given is meant.
  const followsSource = variant.default !== undefined && position.database >= 2;
  if (t === null || (followsSource && s !== null)) return { ...row, s, t: up(variant, s) };
  return { ...row, s: kept(variant, s, t), t };
}

export function updated(situation: Situation, row: Row, change: Given & Partial<Row>): Row {
  const { variant } = situation;
  const next = { ...row, ...change };
  if (!hasTrigger(situation)) return next;
  if (next.t !== row.t) return { ...next, s: kept(variant, next.s, next.t) };
  if (next.s !== row.s || next.t === null) return { ...next, t: up(variant, next.s) };
  return next;
}

/**
 * What stands in the table before the other side follows: SQLite alone writes a row as it is given, with its unique
 * indexes, and lets its triggers write once more.
 */
export function firstWritten(situation: Situation, row: Row, change: Given): Row | undefined {
  return situation.provider === 'sqlite' && hasTrigger(situation) ? { ...row, ...change } : undefined;
}

/** A text that means the value already stays. */
function kept(variant: Variant, s: string | null, t: string | null): string | null {
  return up(variant, s) === t ? s : down(variant, t);
}

/** The copy over: rows that are right stay. */
export function copied({ variant }: Situation, row: Row, direction: 'forward' | 'backward'): Row {
  if (up(variant, row.s) === row.t) return row;
  return direction === 'forward' ? { ...row, t: up(variant, row.s) } : { ...row, s: down(variant, row.t) };
}

/** What its code reads. Phase expand answers for the target from the source. */
export function seen(generation: Generation, row: Row): string | null {
  return row[ownSide(generation)];
}

/** Whether the database holds two words for one: most collations of MySQL tell `a`, `A` and `a ` not apart. */
export function isSame(
  { provider, variant }: Setting,
  side: 's' | 't',
  one: string | null,
  other: string | null,
) {
  const fold = provider === 'mysql' && variant.types[side] === 'String';
  const folded = (word: string | null) => (fold && word !== null ? word.toLowerCase().trimEnd() : word);
  return folded(one) === folded(other);
}

/** Whether a row may not stand beside the others. */
export function collides(situation: Situation, rows: Rows, row: Row): boolean {
  const { variant, position, sync } = situation;
  if (!variant.unique) return false;
  // Once the newest generation writes the target alone, what is left in the source stands in nobody's way.
  const sides = [
    ...(position.database <= 2 || (sync === 'trigger' && position.database <= 3) ? (['s'] as const) : []),
    ...(position.database >= 2 ? (['t'] as const) : []),
  ];
  return sides.some((side) =>
    [...rows.values()].some(
      (other) =>
        other.key !== row.key &&
        row[side] !== null &&
        (variant.unique === 'alone' || tenantOf(other.key) === tenantOf(row.key)) &&
        isSame(situation, side, other[side], row[side]),
    ),
  );
}
