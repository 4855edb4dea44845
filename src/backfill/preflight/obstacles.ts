import type { Effect, Obstacle } from '../../database/inspection.js';
import type { Job } from '../job.js';
import type { Check, Finding } from './check.js';

/** Views, triggers, rules, policies, generated columns and constraints around the two columns. */
export const obstacles: Check = {
  name: 'obstacles',
  title: 'Nothing else in the database is in the way.',
  scans: false,
  async look({ connection, job, direction }) {
    const { dialect, sync } = job;
    const written = direction === 'forward' ? sync.target.column : sync.source.column;
    const statement = dialect.inspection.obstacles(sync.table, sync.source.column, written);
    const { rows } = await connection.query<Obstacle>(statement);
    const met = rows.filter(({ text }) => text === null || names(text, sync.source.column));
    return {
      findings: met.map((obstacle) => meaningOf(obstacle, job)),
      evidence: 'views, triggers, rules, policies, generated columns, constraints, collations',
    };
  },
};

export function meaningOf({ effect, name }: Obstacle, job: Job): Finding {
  return meaning[effect](name, job);
}

const meaning: Readonly<Record<Effect, (name: string, job: Job) => Finding>> = {
  'blocks-drop': (name, { sync }) => ({
    weight: 'later',
    message: `${name} reads "${sync.source.column}", which release 4 drops`,
    hint: `let it read "${sync.target.column}", or take it away, before release 4`,
  }),
  'goes-with-source': (name, { sync }) => ({
    weight: 'note',
    message: `${name} goes together with "${sync.source.column}" in release 4`,
    hint: `if "${sync.target.column}" needs one like it, add it in a migration of your own`,
  }),
  fires: (name, { sync }) => ({
    weight: 'note',
    message: `${name} runs for every row of "${sync.table.name}" that is copied`,
    hint: 'if it writes or sends something, that happens for each of them',
  }),
  swallows: (name, { sync }) => ({
    weight: 'stops',
    message: `${name} replaces updates of "${sync.table.name}", so rows would not be copied`,
    hint: 'switch it off while the backfill runs, or give another way to the table with --database-url',
  }),
  divides: (name, { sync }) => ({
    weight: 'stops',
    message: `"${sync.table.name}" is partitioned by "${sync.source.column}" (${name}), a column that PostgreSQL never drops`,
    hint: 'rename it with @map alone, or move the rows to a table with another partition key',
  }),
  divided: (name, { sync }) => ({
    weight: 'note',
    message: `"${sync.table.name}" is partitioned (${name}), so PostgreSQL refuses CREATE INDEX CONCURRENTLY on it`,
    hint: 'the comment in each index migration says what to do there; a unique index has to contain the partition key',
  }),
  collates: (name, { sync }) => ({
    weight: 'note',
    message: `"${sync.source.column}" compares and sorts by ${name}, and "${sync.target.column}" by another one`,
    hint: 'give it the same before release 2, in a migration of your own, if searches or a unique index rest on it',
  }),
  hides: (name, { sync }) => ({
    weight: 'stops',
    message: `${name} hides rows of "${sync.table.name}" from this database user, so they would not be copied`,
    hint: 'give the owner of the table or a user with BYPASSRLS with --database-url',
  }),
};

/** Whether SQL names a column, as a whole word or quoted. */
function names(text: string, column: string): boolean {
  const escaped = column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}(?![\\p{L}\\p{N}_$])`, 'iu').test(text);
}
