import { dialectOf } from '../../../src/database/dialects.js';
import { mapped } from '../../../src/model/conversion.js';
import type { Provider, SyncMode } from '../../../src/schema/transition.js';
import type { Rollout } from './rollout.js';
import { down, type Variant } from './variants.js';

/** Every release in order, old and new generations sharing the load at each rollout. */
export async function forward(rollout: Rollout): Promise<number> {
  await toMigrate(rollout);
  await rollout.alive(2);
  const drift = await rollout.drift();
  await rollout.migrate(3);
  await rollout.alive(2, 3);
  await rollout.load();
  await rollout.alive(3);
  await rollout.migrate(4);
  await rollout.load();
  return drift;
}

/** As far as instances of stage expand and 2 side by side. */
async function toMigrate(rollout: Rollout): Promise<void> {
  await rollout.alive(0);
  await rollout.migrate(1);
  await rollout.alive(0, 1);
  await rollout.load();
  await rollout.alive(1);
  await rollout.backfill();
  await rollout.migrate(2);
  await rollout.alive(1, 2);
  await rollout.load();
}

/** A rollout with one safety step left out, and what must be noticed of it. */
export interface Mutation {
  readonly name: string;
  readonly applies: (of: { provider: Provider; sync: SyncMode; variant: Variant }) => boolean;
  run(rollout: Rollout, of: { provider: Provider; variant: Variant }): Promise<void>;
  readonly notices: RegExp;
}

const withoutTrigger = ({ sync }: { sync: SyncMode }) => sync !== 'trigger';
const onServer = ({ provider }: { provider: Provider }) => provider !== 'sqlite';

/** An ENUM that is NOT NULL gets its first value where an INSERT leaves it out, in silence. */
const fillsItself = ({ provider, variant }: { provider: Provider; variant: Variant }) =>
  provider === 'mysql' && variant.map !== undefined;

async function requireEarly(rollout: Rollout): Promise<void> {
  await rollout.migrate(1);
  await rollout.migrate(2);
  await rollout.alive(0, 1);
  await rollout.load();
  await rollout.alive();
}

export const mutations: readonly Mutation[] = [
  {
    name: 'the column dropped while the generation before contract still selects it',
    applies: () => true,
    notices: /G2: P2022/,
    async run(rollout) {
      await toMigrate(rollout);
      await rollout.alive(2);
      for (const sql of rollout.way.forward[3]!) await rollout.sql(sql);
      for (const sql of rollout.way.forward[4]!) await rollout.sql(sql);
      await rollout.load();
    },
  },
  {
    name: 'NOT NULL while the generation before expand still inserts',
    // A trigger before the write fills the target for it; one of SQLite comes too late.
    applies: (of) => (of.sync !== 'trigger' || of.provider === 'sqlite') && !fillsItself(of),
    notices: /G0: P2011/,
    run: requireEarly,
  },
  {
    name: 'NOT NULL on an ENUM of MySQL while the generation before expand still inserts',
    applies: (of) => of.sync !== 'trigger' && fillsItself(of),
    notices: /[1-9]\d* drifted rows/,
    run: requireEarly,
  },
  {
    name: 'a backfill of NULLs only',
    applies: withoutTrigger,
    notices: /[1-9]\d* drifted rows/,
    async run(rollout, { provider }) {
      const { text } = dialectOf(provider).backfillBatch(rollout.way.pair, [], {});
      await rollout.alive(0);
      await rollout.migrate(1);
      for (let round = 0; round < 20; round += 1) {
        await rollout.alive(0, 1);
        await rollout.load();
        await rollout.alive();
        // The same copy, of rows that have nothing yet.
        await rollout.sql(text.replace(/ WHERE .*$/s, ' WHERE t IS NULL'));
        if ((await rollout.drift()) > 0) return;
      }
    },
  },
  {
    name: 'the source left NOT NULL when a generation no longer writes it',
    applies: (of) => withoutTrigger(of) && onServer(of),
    notices: /G3: P2011/,
    async run(rollout, { provider, variant }) {
      await toMigrate(rollout);
      await rollout.alive(2);
      await rollout.migrate(3);
      const table = dialectOf(provider).quoteTable({ name: variant.model });
      await rollout.sql(
        provider === 'mysql'
          ? `ALTER TABLE ${table} MODIFY s VARCHAR(191) NOT NULL`
          : `ALTER TABLE ${table} ALTER COLUMN s SET NOT NULL`,
      );
      await rollout.alive(2, 3);
      await rollout.load();
    },
  },
  {
    name: 'the backfill before anything writes both sides',
    applies: withoutTrigger,
    notices: /[1-9]\d* drifted rows/,
    async run(rollout) {
      await rollout.alive(0);
      await rollout.migrate(1);
      await rollout.backfill();
      await rollout.load();
      await rollout.alive();
    },
  },
  {
    name: 'reads switched before the backfill',
    applies: () => true,
    notices: /no backfill of them has ended here|rows? of .* differ in/,
    async run(rollout) {
      await rollout.alive(0);
      await rollout.load();
      await rollout.alive();
      await rollout.migrate(1);
      await rollout.migrate(2);
    },
  },
  {
    name: 'the trigger gone while two generations write different sides',
    // On SQLite the extension writes both sides, so G1 and G2 get on without it; G0 does not.
    applies: ({ sync }) => sync === 'trigger',
    notices: /wrong answer|[1-9]\d* drifted rows|P2011/,
    async run(rollout, { provider }) {
      const drop = dialectOf(provider).script([{ kind: 'drop-sync', sync: rollout.way.pair }], true);
      if (provider === 'sqlite') {
        await rollout.alive(0);
        await rollout.migrate(1);
        await rollout.sql(drop);
        await rollout.backfill();
        await rollout.alive(0, 1);
        await rollout.load();
        await rollout.alive();
        return;
      }
      await toMigrate(rollout);
      await rollout.sql(drop);
      await rollout.load();
    },
  },
  {
    name: 'a value lost from the map',
    applies: ({ sync, variant }) => sync === 'trigger' && variant.map !== undefined,
    notices: /wrong answer|[1-9]\d* drifted rows/,
    async run(rollout, { provider }) {
      const { pair } = rollout.way;
      if (pair.forward.kind !== 'map') throw new Error('no map');
      const { map } = pair.forward;
      const entries = map.entries.filter(({ from }) => from !== 'banned');
      const { script } = dialectOf(provider);
      await rollout.alive(0);
      await rollout.migrate(1);
      await rollout.sql(
        script([{ kind: 'replace-sync', sync: { ...pair, ...mapped({ ...map, entries }) } }], true),
      );
      await rollout.alive(0, 1);
      await rollout.load();
      await rollout.alive();
    },
  },
  {
    name: 'a map that is not one to one, and overwrites what already means the value',
    applies: ({ provider, sync, variant }) =>
      sync === 'trigger' && variant.map !== undefined && provider === 'postgresql',
    notices: /wrong answer/,
    async run(rollout, { variant }) {
      const texts = variant.targets
        .map((value) => `WHEN '${value}' THEN '${down(variant, value)}'`)
        .join(' ');
      await rollout.sql(
        `CREATE FUNCTION overwrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.t IS NOT NULL THEN NEW.s := CASE NEW.t::text ${texts} END; END IF; RETURN NEW; END $$`,
      );
      await rollout.alive(0);
      await rollout.migrate(1);
      // After ours, by its name.
      await rollout.sql(
        `CREATE TRIGGER zzz BEFORE INSERT OR UPDATE ON "${variant.model}" FOR EACH ROW EXECUTE FUNCTION overwrite()`,
      );
      await rollout.alive(0, 1);
      await rollout.load();
    },
  },
];

/** Runs a rollout that is expected to go wrong and says how it did; '' would mean that nobody noticed. */
export async function observed(
  rollout: Rollout,
  { run }: Mutation,
  of: { provider: Provider; variant: Variant },
): Promise<string> {
  const seen: string[] = [];
  try {
    await run(rollout, of);
    const drift = await rollout.drift().catch(() => 0);
    if (drift > 0) seen.push(`${drift} drifted rows`);
  } catch (error) {
    seen.push(String(error));
  }
  const { failures } = await rollout.finish();
  return [...seen, ...failures].join('\n');
}
