import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackfillEvent, runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { lookBeforeStage } from '../../src/backfill/preflight/before-stage.js';
import { preflight } from '../../src/backfill/preflight/preflight.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import type { Dialect } from '../../src/database/dialect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { type ConversionPair, copied, mapped } from '../../src/model/conversion.js';
import { hasMariaDb, startMariaDb, withMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

const map = mapped({
  entries: [
    { from: 'on', to: 'ON' },
    { from: 'yes', to: 'ON' },
    { from: 'off', to: 'OFF' },
  ],
});

/** What stands around the column `userName` in a database, and what is to be said of it. */
const around: Readonly<
  Record<Dialect['provider'], readonly (readonly [name: string, sql: string, told: string])[]>
> = {
  postgresql: [
    ['a view', `CREATE VIEW "named" AS SELECT u."userName" AS n FROM "User" u`, 'later: view named reads'],
    [
      'a materialized view',
      `CREATE MATERIALIZED VIEW "stored" AS SELECT * FROM "User"`,
      'later: materialized view stored reads',
    ],
    [
      'a policy',
      `ALTER TABLE "User" ENABLE ROW LEVEL SECURITY; CREATE POLICY "mine" ON "User" USING ("userName" = current_user)`,
      'later: policy mine on table "User" reads',
    ],
    [
      'a generated column',
      `ALTER TABLE "User" ADD COLUMN "shout" text GENERATED ALWAYS AS (upper("userName")) STORED`,
      'later: column shout of table "User" reads',
    ],
    [
      'a trigger with a condition on the column',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
       CREATE TRIGGER "zone" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."userName" > '') EXECUTE FUNCTION f()`,
      'later: trigger zone reads',
    ],
    [
      'a trigger on every update',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
       CREATE TRIGGER "touch" AFTER UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION f()`,
      'note: trigger touch runs for every row',
    ],
    [
      'a rule',
      `CREATE RULE "frozen" AS ON UPDATE TO "User" DO INSTEAD NOTHING`,
      'stops: rule frozen replaces updates',
    ],
    [
      'a partitioned table',
      `DROP TABLE "User";
       CREATE TABLE "User" ("id" int, "userName" varchar(50), "displayName" varchar(50), "tenant" int) PARTITION BY LIST ("tenant")`,
      'note: "User" is partitioned (partition key LIST (tenant))',
    ],
    [
      'a check',
      `ALTER TABLE "User" ADD CONSTRAINT "short" CHECK (length("userName") < 99)`,
      'note: constraint short CHECK ((length(("userName")::text) < 99)) goes',
    ],
    [
      'an index over an expression',
      `CREATE INDEX "lower" ON "User" (lower("userName"))`,
      'note: CREATE INDEX lower ON public."User" USING btree (lower(("userName")::text)) goes',
    ],
    [
      'a collation',
      `CREATE COLLATION "ci" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
       ALTER TABLE "User" ALTER COLUMN "userName" TYPE varchar(50) COLLATE "ci"`,
      'note: "userName" compares and sorts by collation public.ci, and "displayName" by another one',
    ],
    [
      'a foreign key of another table',
      `ALTER TABLE "User" ADD UNIQUE ("userName"); CREATE TABLE "Pet" ("owner" text CONSTRAINT "owned" REFERENCES "User" ("userName"))`,
      'later: constraint owned on table "Pet" reads',
    ],
  ],
  mysql: [
    ['a view', 'CREATE VIEW `named` AS SELECT u.`userName` AS n FROM `User` u', 'later: view named reads'],
    [
      'a generated column',
      'ALTER TABLE `User` ADD COLUMN `shout` varchar(50) AS (upper(`userName`)) STORED',
      'later: generated column shout reads',
    ],
    [
      'a check',
      'ALTER TABLE `User` ADD CONSTRAINT `short` CHECK (length(`userName`) < 99)',
      'note: constraint short ',
    ],
    [
      'a check over two columns',
      'ALTER TABLE `User` ADD CONSTRAINT `longer` CHECK (length(`userName`) < `tenant`)',
      'later: constraint longer reads',
    ],
    [
      'a collation',
      'ALTER TABLE `User` MODIFY `userName` varchar(50) COLLATE utf8mb4_bin',
      'note: "userName" compares and sorts by collation utf8mb4_bin, and "displayName" by another one',
    ],
    [
      'a trigger',
      'CREATE TRIGGER `touch` BEFORE UPDATE ON `User` FOR EACH ROW SET @touched = 1',
      'note: trigger touch runs for every row',
    ],
  ],
  sqlite: [
    ['a view', `CREATE VIEW "named" AS SELECT u.userName AS n FROM "User" u`, 'later: view named reads'],
    [
      'a generated column',
      `ALTER TABLE "User" ADD COLUMN "shout" text AS (upper("userName"))`,
      'later: generated column shout reads',
    ],
    [
      'an index over an expression',
      `CREATE INDEX "lower" ON "User" (lower("userName"))`,
      'later: index lower reads',
    ],
    [
      'a trigger',
      `CREATE TABLE "log" ("t" text); CREATE TRIGGER "touch" AFTER UPDATE ON "User" BEGIN INSERT INTO "log" VALUES ('x'); END`,
      'note: trigger touch runs for every row',
    ],
  ],
};

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('before the first write, on %s', (provider) => {
  const dialect = dialectOf(provider);
  const { quote } = dialect;
  const isHere = provider !== 'mysql' || hasMariaDb;
  let server: AnyServer;
  let url: string;
  beforeAll(async () => {
    if (isHere) server = await startServer[provider]();
  });
  afterAll(() => server?.stop());

  const [table, id, userName, displayName, tenant] = ['User', 'id', 'userName', 'displayName', 'tenant'].map(
    quote,
  );
  const job = (conversions: ConversionPair = copied, later?: Job['later']): Job => ({
    id: 'User.displayName',
    dialect,
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(50)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(50)' },
      ...conversions,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    ...(later && { later }),
    needsTrigger: false,
  });
  const open = () => connect(provider, url, '/');
  const sql = (text: string) => server.query(url, text);
  const fill = (...rows: readonly string[]) =>
    sql(`INSERT INTO ${table} (${id}, ${userName}, ${tenant}) VALUES ${rows.join(', ')}`);
  const found = async (given: Job) =>
    (await preflight(open, given)).flatMap(({ check, findings }) =>
      findings.map(({ weight, message }) => ({ check, weight, message })),
    );

  beforeEach(async () => {
    if (!isHere) return;
    if (provider === 'postgresql' && url)
      await sql('DROP SCHEMA IF EXISTS "pec" CASCADE; DROP SCHEMA "public" CASCADE; CREATE SCHEMA "public"');
    else url = await server.fresh();
    await sql(`CREATE TABLE ${table} (${id} integer PRIMARY KEY, ${userName} varchar(50),
      ${displayName} varchar(50), ${tenant} integer, ${quote('other_userName')} integer)`);
  });

  it.skipIf(!isHere)('nothing is found where nothing is wrong', async () => {
    await fill("(1, 'on', 1)", "(2, 'off', 1)");
    await sql(`CREATE VIEW ${quote('unrelated')} AS SELECT ${id}, ${quote('other_userName')} FROM ${table}`);
    const looked = await preflight(open, job(map, { required: true, uniques: [['tenant', 'displayName']] }));
    expect(looked.map(({ check, findings }) => [check, findings])).toEqual([
      ['unmapped-values', []],
      ['duplicates', []],
      ['missing-values', []],
      ['obstacles', []],
      ['room', []],
    ]);
    expect(looked.at(-1)?.evidence).toMatch(/^at most [\d.]+ (bytes|kB)/);
  });

  it.skipIf(!isHere)('values, duplicates after the map, and NULL', async () => {
    await fill(
      "(1, 'on', 1)",
      "(2, 'yes', 1)",
      "(3, 'yes', 2)",
      "(4, 'lost', 3)",
      '(5, NULL, 1)',
      "(6, 'off', 1)",
    );
    expect(await found(job(map, { required: true, uniques: [['tenant', 'displayName']] }))).toEqual([
      {
        check: 'unmapped-values',
        weight: 'stops',
        message: 'User.displayName: the map has no entry for "lost" (1 row)',
      },
      {
        check: 'duplicates',
        weight: 'later',
        message:
          '(tenant, displayName) will be unique from stage migrate on, but is not: ("1", "ON"): 2 rows',
      },
      {
        check: 'missing-values',
        weight: 'later',
        message: '1 row has no value in "userName" for "displayName", which stage migrate sets NOT NULL',
      },
    ]);
    // The same rows are fine where nothing is asked of the target, or nothing is converted.
    expect((await found(job(map))).map(({ check }) => check)).toEqual(['unmapped-values']);
    expect(await found(job(undefined, { required: false, uniques: [['tenant', 'displayName']] }))).toEqual(
      [],
    );
  });

  it.skipIf(!isHere)('the target need not be there yet', async () => {
    await sql(`ALTER TABLE ${table} DROP COLUMN ${displayName}`);
    expect(await found(job(map, { required: true, uniques: [['displayName']] }))).toEqual([]);
  });

  it.skipIf(!isHere).each(around[provider])('%s', async (name, made, expected) => {
    await sql(made);
    const all = (await found(job())).map(({ weight, message }) => `${weight}: ${message}`);
    expect(all).toEqual([expect.stringContaining(expected)]);
    expect(await isInTheWay(name)).toBe(expected.startsWith('later'));
  });

  /** What stage finish meets: the drop fails, or leaves a view behind that cannot be read. */
  const isInTheWay = async (name: string) => {
    const fails = (text: string) =>
      sql(text).then(
        () => false,
        () => true,
      );
    if (await fails(`ALTER TABLE ${table} DROP COLUMN ${userName}`)) return true;
    return name === 'a view' && (await fails(`SELECT * FROM ${quote('named')}`));
  };

  it.skipIf(!isHere)('a run says what it found, and copies', async () => {
    await fill("(1, 'on', 1)", "(2, 'yes', 1)");
    await sql(around[provider].find(([name]) => name === 'a view')![1]);
    const events: BackfillEvent[] = [];
    const later = { required: true, uniques: [['tenant', 'displayName']] };
    const result = await runBackfill(open, job(map, later), { onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ outcome: 'done', rowsCopied: 2 });
    expect(events.flatMap((each) => (each.event === 'finding' ? [[each.check, each.weight]] : []))).toEqual([
      ['duplicates', 'later'],
      ['obstacles', 'later'],
    ]);
  });

  if (provider === 'mysql') {
    it.skipIf(!isHere)('whatever sql_mode makes of quotes and backslashes', async () => {
      const [before] = (await sql('SELECT @@GLOBAL.sql_mode AS mode')) as { mode: string }[];
      await sql(around.mysql.find(([name]) => name === 'a view')![1]);
      await sql(`CREATE TRIGGER pec_sync BEFORE UPDATE ON ${table} FOR EACH ROW SET @touched = 1`);
      await sql("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
      try {
        expect(await found(job())).toEqual([
          { check: 'obstacles', weight: 'later', message: expect.stringContaining('view named reads') },
        ]);
      } finally {
        await sql(`SET GLOBAL sql_mode = '${before!.mode}'`);
      }
    });
  }

  if (provider === 'postgresql') {
    it('rows that this user may not see: nothing is copied', async () => {
      await fill("(1, 'on', 1)", "(2, 'off', 1)");
      await sql(`CREATE ROLE guest LOGIN PASSWORD 'guest'; GRANT USAGE ON SCHEMA public TO guest; GRANT ALL ON "User" TO guest; GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO guest;
        ALTER TABLE "User" ENABLE ROW LEVEL SECURITY; CREATE POLICY "one" ON "User" USING ("id" = 1)`);
      const guest = Object.assign(new URL(url), { username: 'guest', password: 'guest' }).href;
      await expect(runBackfill(() => connect(provider, guest, '/'), job())).rejects.toMatchObject({
        code: 'rows-hidden',
        message: expect.stringContaining('row level security hides rows of "User"'),
      });
      await expect(verify(() => connect(provider, guest, '/'), job())).rejects.toMatchObject({
        code: 'rows-hidden',
      });
      expect(await sql('SELECT 1 FROM "User" WHERE "displayName" IS NOT NULL')).toEqual([]);
    });

    it('a table that is partitioned by the source: nothing is copied', async () => {
      await sql(`DROP TABLE "User";
        CREATE TABLE "User" ("id" int, "userName" varchar(50), "displayName" varchar(50), PRIMARY KEY ("id", "userName")) PARTITION BY HASH ("userName")`);
      await expect(runBackfill(open, job())).rejects.toMatchObject({
        code: 'obstacles',
        message: expect.stringContaining('partition key HASH ("userName")'),
      });
      await expect(sql('ALTER TABLE "User" DROP COLUMN "userName"')).rejects.toThrow(/partition key/);
    });

    it('a rule that swallows updates: nothing is copied', async () => {
      await fill("(1, 'on', 1)");
      await sql(`CREATE RULE "frozen" AS ON UPDATE TO "User" DO INSTEAD NOTHING`);
      await expect(runBackfill(open, job())).rejects.toMatchObject({ code: 'obstacles' });
    });

    const columns = '"id" int PRIMARY KEY, "userName" varchar(50), "displayName" varchar(50), "tenant" int';
    it.each([
      ['one table', ''],
      [
        'partitions of partitions',
        `DROP TABLE "User"; CREATE TABLE "User" (${columns}) PARTITION BY RANGE ("id");
         CREATE TABLE "User_1" PARTITION OF "User" FOR VALUES FROM (0) TO (20000);
         CREATE TABLE "User_2" PARTITION OF "User" FOR VALUES FROM (20000) TO (90000) PARTITION BY RANGE ("id");
         CREATE TABLE "User_21" PARTITION OF "User_2" FOR VALUES FROM (20000) TO (90000)`,
      ],
      [
        'tables that inherit',
        `CREATE TABLE "Guest" (PRIMARY KEY ("id")) INHERITS ("User"); CREATE INDEX ON "Guest" ("tenant");
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO "Guest" VALUES (NEW.*); RETURN NULL; END';
         CREATE TRIGGER "away" BEFORE INSERT ON "User" FOR EACH ROW WHEN (NEW."id" > 10000) EXECUTE FUNCTION f()`,
      ],
    ])('the room for a copy is an upper bound that is near: %s', async (_, made) => {
      await sql(`${made};
        INSERT INTO "User" ("id", "userName", "tenant")
        SELECT n, 'a name of usual length ' || n, n % 9 FROM generate_series(1, 60000) n; CREATE INDEX ON "User" ("tenant"); ANALYZE`);
      const sizes = async () => {
        const [row] = await sql(
          `SELECT (SELECT sum(pg_total_relation_size("oid")) FROM "pg_class" WHERE "relkind" = 'r' AND "relnamespace" = 'public'::regnamespace)::float8 AS disk,
            pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS log`,
        );
        return row as { disk: number; log: number };
      };
      const connection = await open();
      const { rows } = await connection.query<Record<'lasting' | 'passing' | 'log', number>>(
        dialect.inspection.room({ name: 'User' }, 'userName'),
      );
      await connection.close();
      const before = await sizes();
      await runBackfill(open, job());
      const after = await sizes();
      const grown = after.disk - before.disk;
      const { lasting, passing, log } = rows[0]!;
      expect(grown).toBeLessThanOrEqual(lasting + passing);
      expect(grown).toBeGreaterThan((lasting + passing) / 3);
      expect(after.log - before.log).toBeLessThanOrEqual(log);
      expect(after.log - before.log).toBeGreaterThan(log / 4);
    });
  }

  if (provider === 'sqlite') {
    it('a file that may not grow that much', async () => {
      await fill(...Array.from({ length: 500 }, (_, n) => `(${n}, 'name ${n}', 1)`));
      const small = async () => {
        const connection = await open();
        await connection.query({ text: 'PRAGMA max_page_count = 1', values: [] });
        return connection;
      };
      const [finding] = (await preflight(small, job())).at(-1)!.findings;
      expect(finding).toMatchObject({
        weight: 'later',
        message: expect.stringMatching(/^copying "User" takes at most [\d.]+ kB more; 0 bytes are free$/),
      });
    });
  }
});

it.skipIf(!hasMariaDb)(
  'a user who may make no trigger beside a binary log is told before stage expand',
  async () => {
    const server = await startMariaDb(['--log-bin', '--server-id=1']);
    try {
      const url = server.url(await server.createDatabase());
      const root = (sql: string) => withMariaDb(url, (client) => client.query(sql));
      await root(
        `CREATE TABLE User (id int PRIMARY KEY, userName varchar(9), displayName varchar(9)); CREATE USER app IDENTIFIED BY 'app'; GRANT ALL ON ${new URL(url).pathname.slice(1)}.* TO app`,
      );
      const app = Object.assign(new URL(url), { username: 'app', password: 'app' }).href;
      const given = (needsTrigger: boolean): Job => ({
        id: 'User.displayName',
        dialect: dialectOf('mysql'),
        sync: {
          table: { name: 'User' },
          source: { column: 'userName', sqlType: 'VARCHAR(9)' },
          target: { column: 'displayName', sqlType: 'VARCHAR(9)' },
          ...copied,
        },
        key: [{ column: 'id', sqlType: 'INTEGER' }],
        needsTrigger,
      });
      const told = async (needsTrigger = true) =>
        (await lookBeforeStage(() => connect('mysql', app, '/'), given(needsTrigger), 'expand')).findings.map(
          ({ weight, message }) => `${weight}: ${message}`,
        );
      const install = async () => {
        const connection = await connect('mysql', app, '/');
        try {
          for (const text of dialectOf('mysql').createSync(given(true).sync)) {
            await connection.query({ text, values: [] });
          }
          return undefined;
        } catch (error) {
          return (error as { errno?: number }).errno;
        } finally {
          await connection.close();
        }
      };
      expect(await told()).toEqual([expect.stringMatching(/^later: app@% may create no trigger/)]);
      expect(await install()).toBe(1419);
      expect(await told(false)).toEqual([]);
      await root('SET GLOBAL log_bin_trust_function_creators = 1');
      expect(await told()).toEqual([]);
      expect(await install()).toBeUndefined();
      await root('SET GLOBAL log_bin_trust_function_creators = 0; GRANT SUPER ON *.* TO app');
      expect(await told()).toEqual([]);
      expect(await install()).toBeUndefined();
    } finally {
      await server.stop();
    }
  },
);
