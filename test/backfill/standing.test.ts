import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/backfill/job.js';
import { lookBeforeStage } from '../../src/backfill/preflight/before-stage.js';
import { type Step, steps } from '../../src/backfill/preflight/standing/question.js';
import { findingsAbout, readStanding } from '../../src/backfill/preflight/standing/read.js';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { dialectOf } from '../../src/database/dialects.js';
import { backwardOf } from '../../src/database/operation.js';
import { copied as asItIs, mapped } from '../../src/model/conversion.js';
import { type AnyServer, startServer } from './databases.js';

/** What stands in the database around `User.userName`, and what is told of it before each step. */
interface Row {
  readonly kind: string;
  readonly sql: string;
  /** The beginning of each finding, as `weight: message`. A step that is left out tells nothing. */
  readonly told: Partial<Readonly<Record<Step, readonly string[]>>>;
}

const userTrigger = (timing: string, body: string, name = 'audit') =>
  `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
   CREATE TRIGGER "${name}" ${timing} ON "User" FOR EACH ROW EXECUTE FUNCTION f();`;
/** Told as a warning up to the drop, and refused there. */
const untilDrop = (message: string) => ({
  expand: [`later: ${message}`],
  backfill: [`later: ${message}`],
  migrate: [`later: ${message}`],
  finish: [`stops: ${message}`],
});
const copied = (name: string) => `note: trigger ${name} runs for every row of "User" that is copied`;

const rows: readonly Row[] = [
  { kind: 'a table as Prisma makes it', sql: '', told: {} },
  {
    kind: 'things of other columns and other tables',
    sql: `CREATE VIEW "ids" AS SELECT "id", "other_userName" FROM "User";
      CREATE TABLE "Pet" ("userName" text); CREATE VIEW "pets" AS SELECT "userName" FROM "Pet";
      CREATE FUNCTION pet(n text) RETURNS text LANGUAGE sql AS $$ SELECT "userName" FROM "Pet" WHERE "userName" = n $$;
      CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "User" -- every userName
      $$;
      ${userTrigger('AFTER INSERT', `/* "userName" */ PERFORM NEW."other_userName"; RETURN NULL;`)}`,
    told: {},
  },
  {
    kind: 'a trigger before ours that reads the column',
    sql: userTrigger('BEFORE INSERT', `NEW."tenant" := length(NEW."userName"); RETURN NEW;`),
    told: {
      expand: ['later: trigger audit reads "userName"', 'later: trigger audit sees "userName" as it was'],
      backfill: ['later: trigger audit reads "userName"', 'later: trigger audit sees "userName" as it was'],
      migrate: ['stops: trigger audit sees "userName" as it was', 'later: trigger audit reads "userName"'],
      finish: ['stops: trigger audit reads "userName"'],
    },
  },
  {
    kind: 'a trigger after ours that reads the column',
    sql: userTrigger('BEFORE INSERT', `NEW."tenant" := length(NEW."userName"); RETURN NEW;`, 'zone'),
    told: untilDrop('trigger zone reads "userName"'),
  },
  {
    kind: 'a trigger that reads both columns',
    sql: userTrigger(
      'BEFORE INSERT',
      `NEW."tenant" := length(coalesce(NEW."displayName", NEW."userName")); RETURN NEW;`,
    ),
    told: untilDrop('trigger audit reads "userName"'),
  },
  {
    kind: 'a trigger after ours that changes the column',
    sql: userTrigger('BEFORE INSERT', `NEW."userName" = lower(NEW."userName"); RETURN NEW;`, 'tidy'),
    told: {
      expand: [
        'stops: trigger tidy may change "userName"',
        'later: trigger tidy reads "userName"',
        'later: trigger tidy sees "userName" as it was',
      ],
      backfill: [
        'later: trigger tidy may change "userName"',
        'later: trigger tidy reads "userName"',
        'later: trigger tidy sees "userName" as it was',
      ],
      migrate: ['stops: trigger tidy sees "userName" as it was', 'later: trigger tidy reads "userName"'],
      finish: ['stops: trigger tidy reads "userName"'],
    },
  },
  {
    kind: 'a trigger whose argument is the column',
    sql: `ALTER TABLE "User" ADD "words" tsvector;
      CREATE TRIGGER "a_words" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('words', 'pg_catalog.simple', 'userName');`,
    told: {
      expand: ['later: trigger a_words reads "userName"', 'later: trigger a_words sees "userName" as it was'],
      backfill: [
        'later: trigger a_words reads "userName"',
        'later: trigger a_words sees "userName" as it was',
      ],
      migrate: [
        'stops: trigger a_words sees "userName" as it was',
        'later: trigger a_words reads "userName"',
      ],
      finish: ['stops: trigger a_words reads "userName"'],
    },
  },
  {
    kind: 'UPDATE OF the column',
    sql: userTrigger('AFTER UPDATE OF "userName"', 'RETURN NULL;'),
    told: {
      expand: [
        'later: trigger audit fires for UPDATE OF "userName"',
        'later: trigger audit reads "userName"',
      ],
      backfill: [
        'later: trigger audit fires for UPDATE OF "userName"',
        'later: trigger audit reads "userName"',
      ],
      migrate: [
        'stops: trigger audit fires for UPDATE OF "userName"',
        'later: trigger audit reads "userName"',
      ],
      finish: ['stops: trigger audit reads "userName"'],
    },
  },
  {
    kind: 'a WHEN condition',
    sql: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER "audit" AFTER INSERT ON "User" FOR EACH ROW WHEN (NEW."userName" <> '') EXECUTE FUNCTION f();`,
    told: untilDrop('trigger audit reads "userName"'),
  },
  {
    kind: 'a trigger for each statement',
    sql: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM max("userName") FROM "User"; RETURN NULL; END $$;
      CREATE TRIGGER "audit" AFTER UPDATE ON "User" FOR EACH STATEMENT EXECUTE FUNCTION f();`,
    told: untilDrop('trigger audit reads "userName"'),
  },
  {
    kind: 'OLD.* into an archive',
    sql: `CREATE TABLE "gone" AS SELECT * FROM "User"; ${userTrigger('AFTER DELETE', 'INSERT INTO "gone" SELECT OLD.*; RETURN NULL;')}`,
    told: {
      expand: ['stops: trigger audit inserts whole rows'],
      backfill: ['later: trigger audit inserts whole rows'],
    },
  },
  {
    kind: 'VALUES (NEW.*) with a list of columns',
    sql: `CREATE TABLE "log" ("at" timestamptz, LIKE "User"); ${userTrigger('AFTER INSERT', `INSERT INTO "log" VALUES (now(), NEW.*); RETURN NULL;`)}`,
    told: {
      expand: ['stops: trigger audit inserts whole rows'],
      backfill: ['later: trigger audit inserts whole rows'],
    },
  },
  {
    kind: 'to_jsonb(NEW)',
    sql: `CREATE TABLE "log" ("row" jsonb); ${userTrigger('AFTER UPDATE', 'INSERT INTO "log" VALUES (to_jsonb(NEW)); RETURN NULL;')}`,
    told: { expand: ['note: trigger audit passes whole rows'], backfill: [copied('audit')] },
  },
  {
    kind: 'a function',
    sql: `CREATE FUNCTION find(n text) RETURNS int LANGUAGE sql AS $$ SELECT "id" FROM "User" WHERE "userName" = n $$;`,
    told: untilDrop('function find(text) reads "userName"'),
  },
  {
    kind: 'a function with a body in standard SQL',
    sql: `CREATE FUNCTION find(n text) RETURNS int RETURN (SELECT "id" FROM "User" WHERE "userName" = n);`,
    told: untilDrop('function find(text) reads "userName"'),
  },
  {
    kind: 'a function that takes a row',
    sql: `CREATE FUNCTION shown(u "User") RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN u."userName"; END $$;`,
    told: untilDrop('function shown("User") reads "userName"'),
  },
  {
    kind: 'a procedure with dynamic SQL',
    sql: `CREATE PROCEDURE wipe(t text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('UPDATE %I SET %I = NULL', t, 'userName'); END $$;`,
    told: untilDrop('procedure wipe(text) reads "userName"'),
  },
  {
    kind: 'a function that returns SELECT * column by column',
    sql: `CREATE FUNCTION everybody() RETURNS TABLE ("a" int, "b" varchar, "c" int, "d" int) LANGUAGE sql AS $$ SELECT * FROM "User" $$;`,
    told: {
      expand: ['stops: function everybody() takes whole rows'],
      backfill: ['later: function everybody() takes whole rows'],
    },
  },
  {
    kind: 'a view',
    sql: 'CREATE VIEW "named" AS SELECT u."userName" AS n FROM "User" u;',
    told: untilDrop('view named reads "userName"'),
  },
  {
    kind: 'a view of SELECT *',
    sql: 'CREATE VIEW "all_of_it" AS SELECT * FROM "User";',
    told: untilDrop('view all_of_it reads "userName"'),
  },
  {
    kind: 'a materialized view',
    sql: 'CREATE MATERIALIZED VIEW "stored" AS SELECT * FROM "User";',
    told: untilDrop('materialized view stored reads "userName"'),
  },
  {
    kind: 'a rule',
    sql: 'CREATE TABLE "log" ("n" text); CREATE RULE "noted" AS ON INSERT TO "User" DO ALSO INSERT INTO "log" VALUES (NEW."userName");',
    told: untilDrop('rule noted on table "User" reads "userName"'),
  },
  {
    kind: 'a rule in place of updates',
    sql: 'CREATE RULE "frozen" AS ON UPDATE TO "User" DO INSTEAD NOTHING;',
    told: {
      expand: ['later: rule frozen replaces updates'],
      backfill: ['stops: rule frozen replaces updates'],
    },
  },
  {
    kind: 'a policy',
    sql: 'CREATE POLICY "mine" ON "User" USING ("userName" = current_user);',
    told: untilDrop('policy mine on table "User" reads "userName"'),
  },
  {
    kind: 'a column generated from it',
    sql: 'ALTER TABLE "User" ADD COLUMN "shout" text GENERATED ALWAYS AS (upper("userName")) STORED;',
    told: untilDrop('column shout of table "User" reads "userName"'),
  },
  {
    kind: 'a generated source',
    sql: `ALTER TABLE "User" DROP COLUMN "userName"; ALTER TABLE "User" ADD COLUMN "userName" varchar(50) GENERATED ALWAYS AS ("tenant"::text) STORED;`,
    told: {
      expand: ['stops: "userName" is a generated column'],
      backfill: ['later: "userName" is a generated column'],
    },
  },
  {
    kind: 'an identity column',
    sql: `ALTER TABLE "User" DROP COLUMN "userName"; ALTER TABLE "User" ADD COLUMN "userName" int GENERATED ALWAYS AS IDENTITY;`,
    told: {
      expand: ['stops: "userName" is an identity column'],
      backfill: ['later: "userName" is an identity column'],
    },
  },
  {
    kind: 'a foreign key of another table',
    sql: `ALTER TABLE "User" ADD UNIQUE ("userName"); CREATE TABLE "Pet" ("owner" text CONSTRAINT "owned" REFERENCES "User" ("userName"));`,
    told: untilDrop('constraint owned on table "Pet" reads "userName"'),
  },
  {
    kind: 'a default that the schema does not know',
    sql: `ALTER TABLE "User" ALTER COLUMN "userName" SET DEFAULT 'nobody';`,
    told: untilDrop('"userName" has a default that the schema does not know'),
  },
  {
    kind: 'a publication of the table',
    sql: 'CREATE PUBLICATION "feed" FOR TABLE "User";',
    told: { expand: ['later: publication feed sends whole rows'] },
  },
  {
    kind: 'a publication of the column',
    sql: 'CREATE PUBLICATION "feed" FOR TABLE "User" ("id", "userName");',
    told: untilDrop('publication of table "User" in publication feed sends "userName"'),
  },
  {
    kind: 'a replica identity over it',
    sql: `ALTER TABLE "User" ALTER COLUMN "userName" SET NOT NULL; CREATE UNIQUE INDEX "known" ON "User" ("userName"); ALTER TABLE "User" REPLICA IDENTITY USING INDEX "known";`,
    told: {
      expand: ['later: index known is the replica identity'],
      backfill: ['later: index known is the replica identity'],
      migrate: ['stops: index known is the replica identity'],
    },
  },
  {
    kind: 'an heir',
    sql: `ALTER TABLE "User" RENAME TO "Person"; CREATE TABLE "User" () INHERITS ("Person");`,
    told: {
      expand: ['stops: "userName" is inherited from "Person"'],
      backfill: ['later: "userName" is inherited from "Person"'],
    },
  },
  {
    kind: 'a typed table',
    sql: `DROP TABLE "User"; CREATE TYPE "person" AS ("id" int, "userName" varchar(50)); CREATE TABLE "User" OF "person";`,
    told: {
      expand: ['stops: "User" is a table of type person'],
      backfill: ['later: "User" is a table of type'],
    },
  },
  {
    kind: 'a partition key of the column',
    sql: `DROP TABLE "User"; CREATE TABLE "User" ("id" int, "userName" varchar(50)) PARTITION BY HASH ("userName");`,
    told: Object.fromEntries(steps.map((step) => [step, ['stops: "User" is partitioned by "userName"']])),
  },
  {
    kind: 'a trigger of one partition',
    sql: `DROP TABLE "User"; CREATE TABLE "User" ("id" int, "userName" varchar(50)) PARTITION BY HASH ("id");
      CREATE TABLE "User_0" PARTITION OF "User" FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM NEW."userName"; RETURN NULL; END $$;
      CREATE TRIGGER "audit" AFTER INSERT ON "User_0" FOR EACH ROW EXECUTE FUNCTION f();`,
    told: {
      expand: ['later: trigger audit on "User_0" reads', 'note: "User" is partitioned'],
      backfill: ['later: trigger audit on "User_0" reads', 'note: "User" is partitioned'],
      migrate: ['later: trigger audit on "User_0" reads', 'note: "User" is partitioned'],
      finish: ['stops: trigger audit on "User_0" reads'],
    },
  },
];

describe('what stands around a column of PostgreSQL', () => {
  let server: AnyServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await startServer.postgresql();
    connection = await connect('postgresql', await server.fresh(), '/');
  });
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
  });

  const job: Job = {
    id: 'User.displayName',
    dialect: dialectOf('postgresql'),
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(50)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(50)' },
      ...asItIs,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    later: { required: true, uniques: [] },
    needsTrigger: true,
  };
  const table = `CREATE TABLE "User" ("id" int PRIMARY KEY, "userName" varchar(50), "tenant" int, "other_userName" int)`;

  /** What the catalog says of a database that holds this, which is rolled back at once. */
  const standingIn = async (sql: string) => {
    await connection.query({ text: 'BEGIN', values: [] });
    try {
      for (const text of [table, sql]) await connection.query({ text, values: [] });
      return (await readStanding(connection, job))!;
    } finally {
      await connection.query({ text: 'ROLLBACK', values: [] });
    }
  };

  const map = mapped({
    entries: [
      { from: 'active', to: 'ACTIVE' },
      { from: 'off', to: 'OFF' },
      { from: 'UNKNOWN', to: 'UNKNOWN' },
    ],
    otherwise: 'UNKNOWN',
  });
  const refusing = 'stage migrate writes back to it';
  it.each([
    ['nothing in the way', '', []],
    [
      'a CHECK without the value that only `*` leads to',
      `ALTER TABLE "User" ADD CHECK ("userName" IN ('active', 'off'))`,
      [`stops: "userName" cannot hold "UNKNOWN", which ${refusing}`],
    ],
    ['a CHECK that allows all', `ALTER TABLE "User" ADD CHECK (length("userName") > 2)`, []],
    [
      'a CHECK over two columns',
      `ALTER TABLE "User" ADD CHECK ("userName" <> 'off' OR "tenant" > 0)`,
      [`stops: "userName" cannot hold "active", "off", "UNKNOWN", which ${refusing}`],
    ],
    [
      'a CHECK that fails at a value',
      `ALTER TABLE "User" ADD CHECK ("userName"::int > 0)`,
      [`stops: "userName" cannot hold "active", "off", "UNKNOWN", which ${refusing}`],
    ],
    [
      'a shorter varchar than the schema says',
      `ALTER TABLE "User" ALTER COLUMN "userName" TYPE varchar(6)`,
      [`stops: "userName" cannot hold "UNKNOWN", which ${refusing}`],
    ],
    [
      'a domain',
      `CREATE DOMAIN state AS text CHECK (VALUE = lower(VALUE)); ALTER TABLE "User" ALTER COLUMN "userName" TYPE state`,
      [`stops: "userName" cannot hold "UNKNOWN", which ${refusing}`],
    ],
  ] as const)('the way back of a map: %s', async (_, sql, told) => {
    const url = await server.fresh();
    await server.query(url, `${table}; ${sql}`);
    const withMap: Job = { ...job, sync: { ...backwardOf(job.sync), ...map } };
    const { findings } = await lookBeforeStage(() => connect('postgresql', url, '/'), withMap, 'expand');
    expect(
      findings
        .filter(({ weight }) => weight !== 'note')
        .map(({ weight, message }) => `${weight}: ${message}`),
    ).toEqual(told.map((start) => expect.stringContaining(start)));
  });

  it.each(rows)('$kind', async ({ sql, told }) => {
    const standing = await standingIn(sql);
    for (const step of steps) {
      const findings = findingsAbout(job, standing, step);
      expect(
        findings.map(({ weight, message }) => `${weight}: ${message}`),
        step,
      ).toEqual((told[step] ?? []).map((start) => expect.stringContaining(start)));
    }
  });
});
