import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job } from '../../src/backfill/job.js';
import { lookBeforeStage } from '../../src/backfill/preflight/before-stage.js';
import { connect } from '../../src/database/connect.js';
import { postgresql } from '../../src/database/postgresql.js';
import { renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import type { ColumnTransition } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** What stands on `Thing.old` in the database and not in the schema. */
const around: readonly (readonly [name: string, sql: string, attribute?: string])[] = [
  [
    'NULLS NOT DISTINCT',
    'CREATE UNIQUE INDEX "Thing_team_old_key" ON "Thing" (team, old) NULLS NOT DISTINCT',
    '@@unique([team, old])',
  ],
  [
    'INCLUDE',
    'CREATE UNIQUE INDEX "Thing_team_old_key" ON "Thing" (team, old) INCLUDE (other)',
    '@@unique([team, old])',
  ],
  [
    'DEFERRABLE',
    'ALTER TABLE "Thing" ADD CONSTRAINT "Thing_team_old_key" UNIQUE (team, old) DEFERRABLE INITIALLY DEFERRED',
    '@@unique([team, old])',
  ],
  ['DEFERRABLE and immediate', 'ALTER TABLE "Thing" ADD CONSTRAINT "by_old" UNIQUE (old) DEFERRABLE'],
  ['a partial unique index', 'CREATE UNIQUE INDEX "live_old" ON "Thing" (old) WHERE team > 0'],
  [
    'a predicate over the column',
    `CREATE INDEX "some_old" ON "Thing" (team) WHERE old <> 'old' AND old IS NOT NULL`,
  ],
  ['an expression', 'CREATE UNIQUE INDEX "lower_old" ON "Thing" (lower(old), team)'],
  ['an operator class, an order', 'CREATE INDEX "search" ON "Thing" (old text_pattern_ops DESC NULLS LAST)'],
  ['a collation', 'CREATE INDEX "sorted" ON "Thing" (old COLLATE "C")'],
  ['hash', 'CREATE INDEX "Thing_old_idx" ON "Thing" USING hash (old)'],
  [
    'a storage parameter',
    'CREATE INDEX "Thing_old_idx" ON "Thing" (old) WITH (fillfactor=70)',
    '@@index([old])',
  ],
  ['CHECK', `ALTER TABLE "Thing" ADD CONSTRAINT "short" CHECK (length(old) < 9 AND old <> 'old')`],
  ['CHECK over two columns', 'ALTER TABLE "Thing" ADD CONSTRAINT "apart" CHECK (old <> other)'],
  [
    'a foreign key',
    'CREATE TABLE "Code" (code text PRIMARY KEY); ALTER TABLE "Thing" ADD CONSTRAINT "coded" FOREIGN KEY (old) REFERENCES "Code" (code) ON DELETE CASCADE',
  ],
  ['a comment', `COMMENT ON COLUMN "Thing".old IS 'what it''s called'`],
  [
    'rights on the column',
    'CREATE ROLE reader; GRANT SELECT (old), UPDATE (old) ON "Thing" TO reader WITH GRANT OPTION',
  ],
  ['citext', 'CREATE EXTENSION citext; ALTER TABLE "Thing" ALTER COLUMN old TYPE citext'],
  [
    'a domain',
    `CREATE DOMAIN word AS varchar(30) CHECK (VALUE <> 'x'); ALTER TABLE "Thing" ALTER COLUMN old TYPE word`,
  ],
  ['a time with its zone', `ALTER TABLE "Thing" ALTER COLUMN old TYPE timestamptz USING old::timestamptz`],
  ['a shorter varchar', 'ALTER TABLE "Thing" ALTER COLUMN old TYPE varchar(20)'],
];

it.each(around)('%s is on the new column as it was on the old one', async (_, sql, attribute = '') => {
  const url = server.url(await server.createDatabase());
  const run = (text: string) => withClient(url, (client) => client.query(text));
  await run(`CREATE TABLE "Thing" (id serial PRIMARY KEY, team int, old text NOT NULL, other text); ${sql}`);
  const before = await standingOn(url, 'old', 'old');
  const schemaBefore = (number: 1 | 2 | 3 | 4) => {
    const phase = ['', '', ' phase:migrate', ' phase:contract'][number - 1]!;
    return `datasource db {
  provider = "postgresql"
}

model Thing {
  id Int @id @default(autoincrement())
  team Int?
  old String${number > 2 ? '?' : ''}${number > 3 ? ' @ignore' : ''}
  /// @transition from:old${phase}
  fresh String${number > 2 ? '' : '?'}
  other String?

  ${attribute}
}
`;
  };
  for (const number of [1, 2, 3, 4] as const) {
    const [transition] = readTransitions(
      parseSchema([{ path: 's', text: schemaBefore(number) }]),
      'postgresql',
    ) as readonly [ColumnTransition];
    const job: Job = {
      id: transition.id,
      dialect: postgresql,
      sync: syncedColumns(transition),
      key: [],
      later: { required: true, uniques: [] },
      needsTrigger: true,
    };
    const step = (['expand', 'migrate', 'backfill', 'finish'] as const)[number - 1]!;
    const { standing, findings } = await lookBeforeStage(() => connect('postgresql', url, '/'), job, step);
    expect(findings.filter(({ weight }) => weight !== 'note')).toEqual([]);
    const plan = planTransition(transition, {
      provider: 'postgresql',
      sync: 'trigger',
      standing,
      keepSource: true,
    });
    const release = plan.stages[number - 1]!;
    const reached = await standingOn(url, 'fresh', 'fresh');
    for (const file of renderStage(transition.id, release, postgresql)) await run(file.sql);
    if (number < 3) {
      for (const file of renderRevert(transition.id, release, postgresql) ?? []) await run(file.sql);
      expect(await standingOn(url, 'fresh', 'fresh')).toEqual(reached);
      for (const file of renderStage(transition.id, release, postgresql)) await run(file.sql);
    }
    if (number === 2) {
      expect(await run(`SELECT count(*)::int AS n FROM pg_index WHERE NOT indisvalid`)).toMatchObject({
        rows: [{ n: 0 }],
      });
    }
  }
  expect(await standingOn(url, 'fresh', 'old')).toEqual(before);
});

/** Everything on a column, with its name and the names of what is on it taken for those of another. */
async function standingOn(url: string, column: string, called: string): Promise<unknown> {
  const { rows } = await withClient(url, (client) =>
    client.query(
      `SELECT format_type(atttypid, atttypmod) AS type, attacl::text AS rights, col_description(attrelid, attnum) AS comment,
        (SELECT array_agg(regexp_replace(pg_get_indexdef(indexrelid), 'INDEX \\S+', 'INDEX') || coalesce(condeferrable::text || condeferred::text, '') ORDER BY 1)
          FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype = 'u' WHERE indrelid = attrelid AND pg_get_indexdef(indexrelid) ~ $1) AS indexes,
        (SELECT array_agg(replace(pg_get_constraintdef(c.oid), ' NOT VALID', '') ORDER BY 1) FROM pg_constraint c
          WHERE conrelid = attrelid AND contype IN ('c', 'f') AND attnum = ANY (conkey)) AS constraints
        FROM pg_attribute WHERE attrelid = '"Thing"'::regclass AND attname = $2`,
      [`\\m${column}\\M`, column],
    ),
  );
  const text = JSON.stringify(rows).replaceAll(new RegExp(`(?<!')\\b${column}\\b(?!')`, 'g'), called);
  return JSON.parse(text);
}
