import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/backfill/job.js';
import { lookBeforeStage } from '../../src/backfill/preflight/before-stage.js';
import { type Step, steps } from '../../src/backfill/preflight/standing/question.js';
import { findingsAbout, readStanding } from '../../src/backfill/preflight/standing/read.js';
import { connect } from '../../src/database/connect.js';
import { mysql } from '../../src/database/mysql.js';
import { backwardOf } from '../../src/database/operation.js';
import { copied, mapped } from '../../src/model/conversion.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

/** What stands in the database around `User.userName`, and what is told of it before each step. */
interface Row {
  readonly kind: string;
  readonly sql: readonly string[];
  /** Stage expand is deployed first: the target and our triggers are there. */
  readonly after?: boolean;
  /** The beginning of each finding, as `weight: message`. A step that is left out tells nothing. */
  readonly told: Partial<Readonly<Record<Step, readonly string[]>>>;
}

const untilDrop = (message: string) => ({
  expand: [`later: ${message}`],
  backfill: [`later: ${message}`],
  migrate: [`later: ${message}`],
  finish: [`stops: ${message}`],
});
const always = (message: string) =>
  Object.fromEntries(steps.map((step) => [step, [`note: ${message}`]])) as Row['told'];
const seen = (name: string) => `trigger ${name} sees "userName" as it was`;
const reads = (name: string) => `trigger ${name} reads "userName"`;

const rows: readonly Row[] = [
  { kind: 'a table as Prisma makes it', sql: [], told: {} },
  { kind: 'the same after stage expand', sql: [], after: true, told: {} },
  {
    kind: 'things of other columns and other tables',
    sql: [
      'CREATE VIEW ids AS SELECT id, other_userName FROM User',
      'CREATE TABLE Pet (userName varchar(50)); CREATE VIEW pets AS SELECT userName FROM Pet',
      'CREATE PROCEDURE pets_of(n varchar(50)) SELECT userName FROM Pet WHERE userName = n',
      'ALTER TABLE User ADD CONSTRAINT known CHECK (id > 0)',
    ],
    told: {},
  },
  {
    kind: 'a BEFORE trigger that reads the column, in another case',
    sql: ['CREATE TRIGGER slug BEFORE INSERT ON User FOR EACH ROW SET NEW.tenant = LENGTH(NEW.username)'],
    told: {
      expand: [`later: ${reads('slug')}`, `later: ${seen('slug')}`],
      backfill: [`later: ${reads('slug')}`, `later: ${seen('slug')}`],
      migrate: [`stops: ${seen('slug')}`, `later: ${reads('slug')}`],
      finish: [`stops: ${reads('slug')}`],
    },
  },
  {
    kind: 'a BEFORE trigger that was made after ours and changes the column',
    sql: ['CREATE TRIGGER tidy BEFORE UPDATE ON User FOR EACH ROW SET NEW.userName = TRIM(NEW.userName)'],
    after: true,
    told: {
      expand: [
        `stops: trigger tidy may change "userName"`,
        `later: ${reads('tidy')}`,
        `later: ${seen('tidy')}`,
      ],
      backfill: [
        `later: trigger tidy may change "userName"`,
        `later: ${reads('tidy')}`,
        `later: ${seen('tidy')}`,
        'note: trigger tidy runs for every row',
      ],
      migrate: [`stops: ${seen('tidy')}`, `later: ${reads('tidy')}`],
      finish: [`stops: ${reads('tidy')}`],
    },
  },
  {
    kind: 'a procedure, an event and a trigger of another table that read the column',
    sql: [
      'CREATE PROCEDURE listed() SELECT `userName` FROM `User`',
      'CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO UPDATE User SET tenant = LENGTH(userName)',
      'CREATE TABLE Pet (id int); CREATE TRIGGER named AFTER INSERT ON Pet FOR EACH ROW UPDATE User SET userName = NEW.id',
    ],
    told: {
      expand: ['event nightly', 'procedure listed', 'trigger named of Pet'].map(
        (name) => `later: ${name} reads "userName"`,
      ),
      backfill: ['event nightly', 'procedure listed', 'trigger named of Pet'].map(
        (name) => `later: ${name} reads "userName"`,
      ),
      migrate: ['event nightly', 'procedure listed', 'trigger named of Pet'].map(
        (name) => `later: ${name} reads "userName"`,
      ),
      finish: ['event nightly', 'procedure listed', 'trigger named of Pet'].map(
        (name) => `stops: ${name} reads "userName"`,
      ),
    },
  },
  {
    kind: 'a view',
    sql: ['CREATE VIEW names AS SELECT * FROM User'],
    told: untilDrop('view names reads "userName"'),
  },
  {
    kind: 'a generated column',
    sql: ['ALTER TABLE User ADD short varchar(5) AS (LEFT(userName, 5))'],
    told: untilDrop('generated column short reads "userName"'),
  },
  {
    kind: 'a check over the column alone',
    sql: ["ALTER TABLE User ADD CONSTRAINT filled CHECK (userName <> '')"],
    told: always('constraint filled CHECK'),
  },
  {
    kind: 'a check over two columns',
    sql: ["ALTER TABLE User ADD CONSTRAINT filled CHECK (userName <> '' OR tenant = 1)"],
    told: untilDrop('constraint filled reads "userName"'),
  },
  {
    kind: 'a foreign key that the schema does not know, with a cascade',
    sql: [
      'CREATE TABLE Name (name varchar(50) PRIMARY KEY)',
      'ALTER TABLE User ADD CONSTRAINT named FOREIGN KEY (userName) REFERENCES Name (name) ON UPDATE CASCADE',
    ],
    told: {
      expand: [
        'stops: foreign key named changes "userName" by itself (ON UPDATE CASCADE',
        'later: foreign key named is over "userName"',
      ],
      backfill: [
        'later: foreign key named changes "userName" by itself',
        'later: foreign key named is over "userName"',
      ],
      migrate: ['later: foreign key named is over "userName"'],
      finish: ['stops: foreign key named is over "userName"'],
    },
  },
  {
    kind: 'a foreign key that cascades nothing, and one of another table',
    sql: [
      'CREATE TABLE Name (name varchar(50) PRIMARY KEY)',
      'ALTER TABLE User ADD UNIQUE (userName), ADD CONSTRAINT named FOREIGN KEY (userName) REFERENCES Name (name) ON UPDATE RESTRICT ON DELETE RESTRICT',
      'CREATE TABLE Pet (owner varchar(50), CONSTRAINT owned FOREIGN KEY (owner) REFERENCES User (userName))',
    ],
    told: {
      expand: ['later: foreign key named reads', 'later: foreign key owned of Pet reads'],
      backfill: ['later: foreign key named reads', 'later: foreign key owned of Pet reads'],
      migrate: ['later: foreign key named reads', 'later: foreign key owned of Pet reads'],
      finish: ['stops: foreign key named reads', 'stops: foreign key owned of Pet reads'],
    },
  },
  {
    kind: 'indexes of other kinds',
    sql: [
      'CREATE INDEX prefixed ON User (userName(10))',
      'CREATE FULLTEXT INDEX words ON User (userName)',
      'CREATE INDEX plain ON User (tenant, userName)',
    ],
    told: Object.fromEntries(
      steps.map((step) => [
        step,
        ['note: FULLTEXT index words (userName) goes', 'note: index prefixed (userName(10)) goes'],
      ]),
    ) as Row['told'],
  },
  {
    kind: 'a grant of the column, and a comment',
    sql: [
      'CREATE USER IF NOT EXISTS reader; GRANT SELECT (userName) ON User TO reader',
      "ALTER TABLE User MODIFY userName varchar(50) NOT NULL COMMENT 'for people'",
    ],
    told: Object.fromEntries(
      steps.map((step) => [step, ["note: SELECT to 'reader'@'%' goes", "note: comment 'for people' goes"]]),
    ) as Row['told'],
  },
  {
    kind: 'partitions by the column',
    sql: [
      'ALTER TABLE User DROP PRIMARY KEY, ADD PRIMARY KEY (id, userName)',
      'ALTER TABLE User PARTITION BY KEY (userName) PARTITIONS 2',
    ],
    told: {
      expand: ['stops: "User" is partitioned by "userName"', 'stops: "userName" is part of the primary key'],
      backfill: [
        'stops: "User" is partitioned by "userName"',
        'later: "userName" is part of the primary key',
      ],
      migrate: ['stops: "User" is partitioned by "userName"'],
      finish: ['stops: "User" is partitioned by "userName"'],
    },
  },
  {
    kind: 'a type other than that of the target',
    sql: ['ALTER TABLE User MODIFY userName varchar(20) NOT NULL'],
    after: true,
    told: {
      expand: ['later: "userName" is varchar(20) in the database, and "displayName" is varchar(50)'],
      backfill: ['later: "userName" is varchar(20) in the database, and "displayName" is varchar(50)'],
      migrate: ['stops: "userName" is varchar(20) in the database, and "displayName" is varchar(50)'],
    },
  },
  {
    kind: 'a collation other than that of the target',
    sql: ['ALTER TABLE User MODIFY userName varchar(50) COLLATE utf8mb4_bin NOT NULL'],
    after: true,
    told: {
      backfill: ['note: "userName" compares and sorts by collation utf8mb4_bin'],
      migrate: ['note: "userName" compares and sorts by collation utf8mb4_bin'],
    },
  },
];

describe.skipIf(!hasMariaDb)('what stands around a column of MariaDB', () => {
  let server: AnyServer;
  beforeAll(async () => {
    server = await startServer.mysql();
  });
  afterAll(() => server?.stop());

  const job: Job = {
    id: 'User.displayName',
    dialect: mysql,
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'VARCHAR(50)' },
      target: { column: 'displayName', sqlType: 'VARCHAR(50)' },
      ...copied,
    },
    key: [{ column: 'id', sqlType: 'INTEGER' }],
    needsTrigger: true,
    later: { required: true, uniques: [] },
  };

  it.each(rows)('$kind', async ({ sql, after, told }) => {
    const url = await server.fresh();
    await server.query(
      url,
      'CREATE TABLE User (id int PRIMARY KEY, userName varchar(50) NOT NULL, other_userName varchar(50), tenant int)',
    );
    if (after) {
      for (const text of ['ALTER TABLE User ADD displayName varchar(50)', ...mysql.createSync(job.sync)]) {
        await server.query(url, text);
      }
    }
    for (const text of sql) await server.query(url, text);
    const connection = await connect('mysql', url, '/');
    try {
      const standing = (await readStanding(connection, job))!;
      const found = Object.fromEntries(
        steps.map((step) => [
          step,
          findingsAbout(job, standing, step).map(({ weight, message }) => `${weight}: ${message}`),
        ]),
      );
      for (const step of steps) {
        const expected = told[step] ?? [];
        expect([step, ...found[step]!]).toEqual([
          step,
          ...expected.map((start) => expect.stringContaining(start)),
        ]);
      }
    } finally {
      await connection.close();
    }
  });

  it.each([
    ['a shorter type', 'varchar(5)', ['"UNKNOWN"', 'its type varchar(5)']],
    [
      'a check',
      `varchar(50) CHECK (userName IN ('on', 'off', 'it''s'))`,
      ['"UNKNOWN"', 'constraint userName CHECK'],
    ],
    ['a check that allows all', `varchar(50) CHECK (userName <> '')`, []],
  ] as const)('the way back of a map: %s', async (_, type, told) => {
    const url = await server.fresh();
    await server.query(url, `CREATE TABLE User (id int PRIMARY KEY, userName ${type})`);
    const map = mapped({
      entries: [
        { from: 'on', to: 'ON' },
        { from: "it's", to: 'OFF' },
        { from: 'UNKNOWN', to: 'UNKNOWN' },
      ],
      otherwise: 'UNKNOWN',
    });
    const withMap: Job = { ...job, sync: { ...backwardOf(job.sync), ...map } };
    const { findings } = await lookBeforeStage(() => connect('mysql', url, '/'), withMap, 'expand');
    const stopping = findings.filter(({ weight }) => weight === 'stops').map(({ message }) => message);
    expect(stopping).toHaveLength(told.length > 0 ? 1 : 0);
    for (const part of told) expect(stopping[0]).toContain(part);
  });
});
