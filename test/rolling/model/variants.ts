import type { SyncMode } from '../../../src/schema/transition.js';
import type { ColumnType, Enumeration } from './scalars.js';

/** One transition, on a model of its own: what its columns promise, and the values that go through it. */
export interface Variant {
  /** The name of the model. */
  readonly model: string;
  readonly required: boolean;
  /** Alone, or beside the tenant. */
  readonly unique: false | 'alone' | 'tenant';
  /** The default of the source, and then of the target. */
  readonly default?: string;
  /** What old generations write, and what new ones do. */
  readonly texts: readonly string[];
  readonly targets: readonly string[];
  /** Only for a change to an enum. */
  readonly map?: { readonly entries: Readonly<Record<string, string>>; readonly otherwise?: string };
  readonly types: { readonly s: ColumnType; readonly t: ColumnType };
  /** `@db.…` of both sides. */
  readonly native?: string;
  readonly table: string;
  readonly columns: { readonly s: string; readonly t: string };
  readonly key: KeyShape;
  /** A plain index over the source. */
  readonly index: false | 'alone' | 'with note';
  /** The name of the compound unique in `where`, if it is not Prisma's. */
  readonly uniqueName?: string;
  readonly others: readonly Other[];
  /** Relations beside the one to its owner: many to many, and to itself. */
  readonly hasLabels: boolean;
  readonly hasParent: boolean;
}

/**
 * What tells the rows apart: an id beside the unique key that the journeys use, that key itself as the primary key,
 * alone or beside the tenant, or no primary key at all.
 */
export type KeyShape = 'Int' | 'BigInt' | 'UUID' | 'key' | 'tenant and key' | 'unique only';

/** A column that the transition has nothing to do with. It keeps what it was created with. */
export interface Other {
  readonly field: string;
  readonly column: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly word: string;
}

const texts = ['', 'a', 'b', 'c', "it's", 'ünï', 'x\\y', ' lead', '"q"', '$pec$'];
const plain = (model: string) =>
  ({
    model,
    table: model,
    columns: { s: 's', t: 't' },
    key: 'Int',
    index: false,
    others: [],
    hasLabels: false,
    hasParent: false,
  }) as const;
const rename = { texts, targets: texts, types: { s: 'String', t: 'String' } } as const;
const toEnum = (model: string) => ({
  texts: ['active', 'on', 'banned', 'odd', 'UNKNOWN', ''],
  targets: ['ACTIVE', 'SUSPENDED', 'UNKNOWN'],
  map: { entries: { active: 'ACTIVE', on: 'ACTIVE', banned: 'SUSPENDED' }, otherwise: 'UNKNOWN' },
  types: {
    s: 'String' as const,
    t: enumeration(`${model}State`, ['ACTIVE', 'SUSPENDED', 'UNKNOWN']),
  },
});

function enumeration(name: string, values: readonly string[]): Enumeration {
  return { name, values: values.map((value) => ({ name: value, value })) };
}

/** The two that go through whole rollouts under load. */
export const underLoad: readonly Variant[] = [
  { ...plain('Renamed'), required: true, unique: false, ...rename },
  { ...plain('Enumerated'), required: true, unique: false, ...toEnum('Enumerated') },
];

export const variants: readonly Variant[] = [
  ...underLoad,
  { ...plain('RenamedUnique'), required: true, unique: 'alone', ...rename },
  { ...plain('RenamedOptional'), required: false, unique: false, ...rename },
  { ...plain('RenamedOptionalUnique'), required: false, unique: 'alone', ...rename },
  { ...plain('EnumeratedOptional'), required: false, unique: false, ...toEnum('EnumeratedOptional') },
];

export const withDefault: readonly Variant[] = [
  { ...plain('RenamedDefault'), required: true, unique: false, default: 'a', ...rename },
  {
    ...plain('EnumeratedDefault'),
    required: true,
    unique: false,
    default: 'banned',
    ...toEnum('EnumeratedDefault'),
  },
];

/** Under `code` the plan refuses a default: the application would have to double it. */
export function possible(of: readonly Variant[], sync: SyncMode): readonly Variant[] {
  return sync === 'code' ? of.filter((variant) => variant.default === undefined) : of;
}

/** The target's value for a text, by the words of the annotation. */
export function up({ map }: Variant, text: string | null): string | null {
  return text === null || !map ? text : (map.entries[text] ?? map.otherwise ?? null);
}

/** The text for a value of the target: the first that leads to it, or else its name. */
export function down({ map, texts, types }: Variant, value: string | null): string | null {
  if (value === null || !map) return value;
  const named = Object.entries(map.entries).find(([, to]) => to === value)?.[0];
  if (named !== undefined || types.s === 'String') return named ?? value;
  // The texts of an enum are its values in order: `*` stands for all that the map does not name.
  return texts.find((text) => map.entries[text] === undefined) ?? value;
}

/** The name of the relation field of `Owner`, and of the delegate. */
export function delegateOf({ model }: Variant): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

export function hasTenant({ key, unique }: Variant): boolean {
  return key === 'tenant and key' || unique === 'tenant';
}

/** Each key belongs to one tenant. */
export function tenantOf(key: string): number {
  return Number(key.slice(-1)) % 2;
}

/** The `where` of one row. */
export function whereKey(variant: Variant, key: string): object {
  return variant.key === 'tenant and key' ? { tenant_key: { tenant: tenantOf(key), key } } : { key };
}

/** What every row is created with, whatever else is written. */
export function fixed(variant: Variant, key: string): ReadonlyMap<string, Fixed> {
  const { others } = variant;
  return new Map<string, Fixed>([
    ['key', { column: 'key', type: 'String', word: key }],
    ...(hasTenant(variant)
      ? [['tenant', { column: 'tenant', type: 'Int', word: String(tenantOf(key)) }] as const]
      : []),
    ...others.map(({ field, column, type, word }) => [field, { column, type, word }] as const),
  ]);
}

export interface Fixed {
  readonly column: string;
  readonly type: ColumnType;
  readonly word: string;
}
