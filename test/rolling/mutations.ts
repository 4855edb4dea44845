import type { SyncMode } from '../../src/schema/transition.js';
import type { Columns } from './application.js';
import { beforeSwitch, expand, expanded, open, rollOut, switched } from './journeys.js';
import type { ReleaseNumber } from './releases.js';
import type { Train } from './train.js';

/** A journey with one safety step left out, and what the rolling test must notice of it. */
export interface Mutation {
  readonly name: string;
  readonly syncs: readonly SyncMode[];
  /** What was seen, in words: the error that stopped the journey, the failures under load, or the drift. */
  run(train: Train): Promise<string>;
  readonly notices: RegExp;
}

const syncs = ['trigger', 'client', 'code'] as const;

/** What goes wrong whenever a step is left out; what it takes is said in SQL. */
export function mutationsOf({ table, source, target, converted }: Columns): readonly Mutation[] {
  const copyAll = `UPDATE ${table} SET ${target} = ${converted}`;
  // Under one lock, or a row that comes between the two would stop the ALTER before it can do harm.
  const addNotNull = `LOCK TABLE ${table}; ${copyAll}; ALTER TABLE ${table} ALTER COLUMN ${target} SET NOT NULL`;
  /** Rows that a newer generation has copied, and an older one changed since. */
  const staleRows = `SELECT FROM ${table} WHERE ${target} <> ${converted}`;
  return [
    {
      name: 'the column dropped while a generation still selects it',
      syncs,
      notices: /G[02]: .*P2022/,
      run: observed(async (train) => {
        await open(train);
        // The generation before the source leaves the client: of one rollout that is the first.
        if (beforeSwitch(train) === 1) await switched(train);
        else {
          await expanded(train);
          await train.migrate(2);
        }
        await train.migrate(train.stages.length as ReleaseNumber);
        await train.mixedLoad();
      }),
    },
    {
      name: 'NOT NULL while the generation before expand still inserts',
      syncs: ['client', 'code'],
      notices: /G0: .*P2011/,
      run: observed(async (train) => {
        await open(train);
        await train.migrate(1);
        await train.start(1);
        await train.sql(addNotNull);
        await train.mixedLoad();
      }),
    },
    {
      name: 'a backfill of NULLs only',
      syncs: ['client', 'code'],
      notices: /\d+ drifted rows/,
      run: observed(async (train) => {
        await open(train);
        await train.migrate(1);
        await train.start(1);
        for (let round = 0; round < 20 && (await train.sql(staleRows)).length === 0; round += 1) {
          await train.mixedLoad();
        }
        await train.drain(0);
        await train.sql(`${copyAll} WHERE ${target} IS NULL`);
      }),
    },
    {
      name: 'the source left NOT NULL when a generation no longer writes it',
      syncs: ['client', 'code'],
      notices: /G3: .*P2011/,
      run: observed(async (train) => {
        await open(train);
        await switched(train);
        await train.sql(`ALTER TABLE ${table} ALTER COLUMN ${source} SET NOT NULL`);
        await rollOut(train, 2, 3);
      }),
    },
    {
      name: 'the backfill before anything writes both sides',
      syncs: ['client', 'code'],
      notices: /\d+ drifted rows/,
      run: observed(async (train) => {
        await open(train);
        await train.migrate(1);
        await train.command(1, 'pec', 'backfill');
        await train.mixedLoad();
        await train.start(1);
        await train.drain(0);
      }),
    },
    {
      name: 'reads switched before the backfill',
      syncs,
      notices: /no backfill of them has ended here/,
      run: observed(async (train) => {
        await open(train);
        await expand(train);
        await rollOut(train, beforeSwitch(train), 2);
      }),
    },
    {
      name: 'the sync trigger gone while two generations write different sides',
      syncs: ['trigger'],
      notices: /G\d: |drifted rows/,
      run: observed(async (train) => {
        await open(train);
        await expanded(train);
        await train.migrate(2);
        await train.sql(
          // In one step, or a row between the two would stop the second in a deadlock.
          `LOCK TABLE ${table}; ALTER TABLE ${table} DISABLE TRIGGER USER; ALTER TABLE ${table} ALTER COLUMN ${target} DROP NOT NULL`,
        );
        await train.start(2);
        await train.mixedLoad();
      }),
    },
  ];
}

/** Runs a journey that is expected to go wrong and says how it did; '' would mean that nobody noticed. */
export function observed(journey: (train: Train) => Promise<void>): (train: Train) => Promise<string> {
  return async (train) => {
    const seen: string[] = [];
    try {
      await journey(train);
      const drift = await train.drift().catch(() => 0);
      if (drift > 0) seen.push(`${drift} drifted rows`);
    } catch (error) {
      seen.push(String(error));
    }
    const { failures } = await train.finish();
    return [...seen, ...failures].join('\n');
  };
}
