import type { Effect, Obstacle } from '../../database/inspection.js';
import { backwardOf } from '../../database/operation.js';
import type { Job } from '../job.js';
import type { Check, Finding } from './check.js';
import { names } from './standing/body.js';
import { findingsAbout, readStanding } from './standing/read.js';
import { aboutWayBack } from './standing/way-back.js';

/** Views, triggers, rules, policies, generated columns and constraints around the two columns. */
export const obstacles: Check = {
  name: 'obstacles',
  title: 'Nothing else in the database is in the way.',
  scans: false,
  async look({ connection, job, direction }) {
    const { dialect, sync } = job;
    // Nothing is read, and nothing is dropped afterwards.
    if (!sync.source) return { findings: [], evidence: 'no column is replaced' };
    const standing = await readStanding(connection, job);
    if (standing) {
      const back = await aboutWayBack(connection, job, standing, 'backfill');
      return { findings: [...findingsAbout(job, standing, 'backfill'), ...back], evidence };
    }
    const written = direction === 'forward' ? sync.target.column : sync.source.column;
    const statement = dialect.inspection.obstacles?.(sync.table, sync.source.column, written);
    if (!statement) return { findings: [], evidence: 'this database was not looked at' };
    const { rows } = await connection.query<Obstacle>(statement);
    const column = sync.source.column.toLowerCase();
    const met = rows.filter(({ text }) => text === null || names(text.toLowerCase(), column));
    return {
      findings: met.map((obstacle) => meaningOf(obstacle, job)),
      evidence,
    };
  },
};

const evidence =
  'triggers, functions, views, rules, policies, generated columns, types, indexes, constraints, grants, publications';

function meaningOf({ effect, name }: Obstacle, job: Job): Finding {
  return meaning[effect](name, job);
}

const meaning: Readonly<Record<Effect, (name: string, job: Job) => Finding>> = {
  'blocks-drop': (name, { sync }) => ({
    weight: 'later',
    message: `${name} reads "${backwardOf(sync).source.column}", which stage finish drops`,
    hint: `let it read "${sync.target.column}", or take it away, before stage finish`,
  }),
  'goes-with-source': (name, { sync }) => ({
    weight: 'note',
    message: `${name} goes together with "${backwardOf(sync).source.column}" in stage finish`,
    hint: `if "${sync.target.column}" needs one like it, add it in a migration of your own`,
  }),
  fires: (name, { sync }) => ({
    weight: 'note',
    message: `${name} runs for every row of "${sync.table.name}" that is copied`,
    hint: 'if it writes or sends something, that happens for each of them',
  }),
  collates: (name, { sync }) => ({
    weight: 'note',
    message: `"${backwardOf(sync).source.column}" compares and sorts by ${name}, and "${sync.target.column}" by another one`,
    hint: 'give it the same before stage migrate, in a migration of your own, if searches or a unique index rest on it',
  }),
};
