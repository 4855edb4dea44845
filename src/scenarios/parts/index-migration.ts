import type { TableName } from '../../database/operation.js';
import type { MigrationSpec } from '../stage.js';
import type { IndexCopy } from './index-copy.js';

/** A migration for each index of the target: an index is built concurrently only where a migration does nothing else. */
export function indexMigrations(table: TableName, copies: readonly IndexCopy[]): readonly MigrationSpec[] {
  return copies.map((copy) => indexMigration(table, copy));
}

/** One index in a migration of its own. That of a deferrable constraint cannot be built beside writers. */
function indexMigration(table: TableName, copy: IndexCopy): MigrationSpec {
  const { unique, fields, columns, databaseName: name, definition, deferrable } = copy;
  const over = fields.join(', ');
  const part = unique ? 'unique' : 'index';
  if (deferrable) {
    return {
      part,
      title: `Adds the deferrable constraint over ${over}; writes wait while it is built`,
      atomic: true,
      operations: [
        { kind: 'add-unique-constraint', table, name, columns, deferred: deferrable === 'deferred' },
      ],
      inverse: [{ kind: 'drop-constraint', table, name }],
    };
  }
  return {
    part,
    title: `Builds the ${unique ? 'unique index' : 'index'} over ${over} while the table is in use`,
    atomic: false,
    operations: [
      {
        kind: 'create-index',
        table,
        name,
        columns,
        unique,
        ...(definition !== undefined && { definition }),
      },
    ],
    inverse: [{ kind: 'drop-index', table, name }],
  };
}
