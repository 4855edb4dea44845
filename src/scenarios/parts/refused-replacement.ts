import { UserError } from '../../errors.js';
import type { ColumnTransition, Provider, SyncMode } from '../../schema/transition.js';
import { databaseKeepsEqual } from '../database-sync.js';

/**
 * Refuses what would be wrong in every stage.
 *
 * @throws UserError `name-too-long`, `phase-disagrees`, `not-supported-yet`, `default-too-early`, `unique-too-early`
 */
export function refuseReplacement(
  { id, phase, place, source, target, table, targetIndexes }: ColumnTransition,
  provider: Provider,
  sync: SyncMode,
): void {
  const reject = (code: string, message: string, hint: string) => {
    throw new UserError(code, message, { place, hint });
  };
  const name = `${table.model}.${target.field}`;
  if (provider === 'postgresql' && Buffer.byteLength(target.column) > 63) {
    reject(
      'name-too-long',
      `${name} has a column name of more than 63 bytes, which PostgreSQL would cut`,
      'give it a shorter one with @map',
    );
  }
  if (target.isIgnored && !databaseKeepsEqual(provider, sync)) {
    reject(
      'phase-disagrees',
      `${name} is \`@ignore\`d, but under sync = "${sync}" on this database the client has to write it`,
      `remove @ignore from ${target.field}`,
    );
  }
  if (!source.unique && table.key.length === 1 && table.key[0]!.field === source.field) {
    reject(
      'not-supported-yet',
      `${id} renames the primary key, which is not supported yet`,
      'rename it with @map alone',
    );
  }
  if (phase === 'expand' && (target.default !== undefined || target.isUpdatedAt)) {
    reject(
      'default-too-early',
      `${name} has a default, which would overrule what old instances write to ${source.field}`,
      'leave it out for now: migrate moves that of the source, and any other can be added once the transition is over',
    );
  }
  if (phase === 'expand' && (target.unique || targetIndexes.some(({ kind }) => kind !== 'index'))) {
    reject(
      'unique-too-early',
      `${name} is unique already, but old instances may still make duplicates in it`,
      'leave it out for now: migrate makes it as unique as the source is',
    );
  }
}
