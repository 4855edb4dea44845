import { createHash } from 'node:crypto';
import type { MigrationText } from '../model/migration-text.js';
import type { StageName } from './stage.js';

export type { MigrationText } from '../model/migration-text.js';

/** What the name of a migration says, Prisma's time stamp aside. */
export interface MigrationName {
  readonly stage: StageName;
  /** The id of the transition: `User.displayName`. */
  readonly transition: string;
  /** Set for one of several migrations of the same kind, such as one index of three; numbers begin at 1. */
  readonly part?: { readonly kind: PartKind; readonly number: number };
  /** True for the migration that takes the named one back. */
  readonly revert?: boolean;
}

export type PartKind = 'index' | 'unique' | 'enum';

/** A migration folder of this package, read back. */
export interface OwnMigration {
  readonly folder: string;
  readonly stage: string;
  readonly owner: Owner;
  /** `index_2`, or '' for the main migration of a stage. */
  readonly part: string;
  readonly revert: boolean;
  /** The migration's place among those that were written together; undefined in a folder of an earlier version. */
  readonly place: { readonly number: number; readonly count: number } | undefined;
}

/**
 * Whose a migration is. Folders of version 0.1 bear a slug that two transitions may share (`User.profileName` and
 * `UserProfile.name`): their owner is known by the comment in their SQL, and by the slug alone where that is gone.
 */
type Owner = { readonly key: string } | { readonly slug: string };

/** Prisma's own limit for the name of a migration, without the time stamp and `_`. */
const LONGEST_NAME = 200;
/** What may stand around a key: `pec_contract_` and `.unique_9999.revert`, with some room. */
const LONGEST_KEY = LONGEST_NAME - 60;

const NEW_NAME = /^pec_(?:\d_)?([a-z]+)_([^.~]+\.[^.~]+|[^.~]*~[0-9a-f]{16})(?:\.([a-z]+_\d+))?(\.revert)?$/;
const OLD_NAME = /^pec_\d_([a-z]+)_([^.~]+)$/;
const OLD_SUFFIX = /^(?:_((?:index|unique|enum)_\d+))?(_revert)?$/;
const HEADER = /^-- (\S+), (?:stage [a-z]+|release \d \([a-z]+\))(?:, migration (\d+) of (\d+))?\s*$/m;

/**
 * The end of a folder's name, after Prisma's time stamp: `pec_expand_User.displayName`. No two transitions make the
 * same name: the id of a transition stands in it as it is, between separators that no name of Prisma's schema can
 * hold. An id that is too long for a folder, or made of other characters, is cut and ends in a hash.
 */
export function migrationName({ stage, transition, part, revert = false }: MigrationName): string {
  const suffix = part ? `.${part.kind}_${part.number}` : '';
  const name = `pec_${stage}_${keyOf(transition)}${suffix}`;
  return revert ? revertName(name) : name;
}

/** The name of the migration that takes another one back. */
export function revertName(name: string): string {
  return `${name}.revert`;
}

/**
 * The first line of a `migration.sql`, which says whose it is, and of how many migrations that belong together.
 *
 * @param place undefined where the stage has this migration alone
 */
export function migrationHeader(
  { transition, stage }: Pick<MigrationName, 'transition' | 'stage'>,
  place: OwnMigration['place'],
): string {
  const among = place ? `, migration ${place.number} of ${place.count}` : '';
  return `${transition}, stage ${stage}${among}`;
}

/** What the folder of a migration says of it; undefined for a migration that is not of this package. */
export function parseMigration({ folder, sql }: MigrationText): OwnMigration | undefined {
  const name = /^\d+_(pec_.*)$/s.exec(folder)?.[1];
  if (name === undefined) return undefined;
  const [, id, number, count] = HEADER.exec(sql) ?? [];
  const place = count === undefined ? undefined : { number: Number(number), count: Number(count) };
  const made = NEW_NAME.exec(name);
  if (made) {
    const [, stage = '', key = '', part = '', revert] = made;
    return {
      folder,
      stage: stageNamed(stage),
      owner: { key },
      part,
      revert: revert !== undefined,
      place,
    };
  }
  const old = OLD_NAME.exec(name);
  if (!old) return undefined;
  const [, stage = '', rest = ''] = old;
  const common = { folder, stage: stageNamed(stage), place: undefined };
  // By the comment first: a field may be named `nameRevert` or `index_1`, and the name alone could not tell.
  const slug = id === undefined ? undefined : oldSlugOf(id);
  const known = slug !== undefined && rest.startsWith(slug) && OLD_SUFFIX.exec(rest.slice(slug.length));
  if (id !== undefined && known) {
    const [, part = '', revert] = known;
    return { ...common, owner: { key: keyOf(id) }, part, revert: revert !== undefined };
  }
  const [suffix = '', part = '', revert] = /(?:_((?:index|unique|enum)_\d+))?(_revert)?$/.exec(rest) ?? [];
  const owner = { slug: rest.slice(0, rest.length - suffix.length) };
  return { ...common, owner, part, revert: revert !== undefined };
}

/** Version 0.1 called the last stage `drop`. */
function stageNamed(name: string): string {
  return name === 'drop' ? 'finish' : name;
}

/** Whether a migration belongs to a transition. */
export function isOf({ owner }: Pick<OwnMigration, 'owner'>, transition: string): boolean {
  return isSameOwner(owner, { key: keyOf(transition) });
}

/** Whether two migrations belong to the same transition. */
export function areOfOneTransition(one: OwnMigration, other: OwnMigration): boolean {
  return isSameOwner(one.owner, other.owner);
}

function isSameOwner(one: Owner, other: Owner): boolean {
  if ('key' in one && 'key' in other) return one.key === other.key;
  const slug = (owner: Owner) => ('key' in owner ? oldSlugOf(owner.key) : owner.slug);
  return slug(one) === slug(other);
}

function keyOf(transition: string): string {
  const isPlain = /^\w+\.\w+$/.test(transition) && transition.length <= LONGEST_KEY;
  if (isPlain) return transition;
  const hash = createHash('sha256').update(transition).digest('hex').slice(0, 16);
  return `${transition.replaceAll(/\W/g, '_').slice(0, LONGEST_KEY - 17)}~${hash}`;
}

/** What version 0.1 made of an id: `user_display_name`. */
function oldSlugOf(transition: string): string {
  return transition
    .split('.')
    .map((name) => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase())
    .join('_');
}
