import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBackfill } from '../../src/backfill/backfill.js';
import type { Job } from '../../src/backfill/job.js';
import { verify } from '../../src/backfill/verify.js';
import { connect } from '../../src/database/connect.js';
import type { Dialect } from '../../src/database/dialect.js';
import { dialectOf } from '../../src/database/dialects.js';
import { copied } from '../../src/model/conversion.js';
import { hasMariaDb } from '../support/mariadb.js';
import { type AnyServer, startServer } from './databases.js';

const rows = 500;

/** A key of one or several columns, and the values of its row `n`, as SQL. */
interface Case {
  readonly name: string;
  readonly key: readonly (readonly [column: string, sqlType: string, ddl: string])[];
  readonly values: (n: number) => readonly string[];
}

const text = (n: number) => `'${['a', 'A', 'ä', 'Z', 'é', 'zz', "it''s", '_'][n % 8]}${n * 7919}'`;
const hex = (n: number) => ((n * 2654435761) % 2 ** 32).toString(16).padStart(8, '0');
const uuid = (n: number) => `'${hex(n)}-0000-4000-8000-${hex(n + 1)}0000'`;
const time = (n: number) =>
  `'2024-03-${String(1 + (n % 31)).padStart(2, '0')} 01:${String(n % 60).padStart(2, '0')}:00.${String(n).padStart(3, '0')}'`;
const odd = 'Mixed "Case` key';

const cases: Readonly<Record<Dialect['provider'], readonly Case[]>> = {
  postgresql: [
    { name: 'Int', key: [['id', 'INTEGER', 'integer']], values: (n) => [String(n - 250)] },
    { name: 'BigInt', key: [['id', 'BIGINT', 'bigint']], values: (n) => [`9007199254740990 + ${n}`] },
    { name: 'UUID', key: [['id', 'UUID', 'uuid']], values: (n) => [uuid(n)] },
    { name: 'String', key: [['id', 'TEXT', 'text']], values: (n) => [text(n)] },
    {
      name: 'String, in the order of German',
      key: [['id', 'TEXT', 'text COLLATE "de-x-icu"']],
      values: (n) => [text(n)],
    },
    { name: 'String, padded', key: [['id', 'CHAR(20)', 'char(20)']], values: (n) => [text(n)] },
    { name: 'DateTime', key: [['id', 'TIMESTAMP(3)', 'timestamp(3)']], values: (n) => [time(n)] },
    {
      name: 'DateTime with a zone',
      key: [['id', 'TIMESTAMPTZ(6)', 'timestamptz']],
      values: (n) => [time(n)],
    },
    {
      name: 'Decimal',
      key: [['id', 'DECIMAL(65,30)', 'decimal(65,30)']],
      values: (n) => [`12345678901234567890.000000000000000000000000000001 * ${n}`],
    },
    { name: 'Float', key: [['id', 'DOUBLE PRECISION', 'double precision']], values: (n) => [`${n} / 3.0`] },
    { name: 'Bytes', key: [['id', 'BYTEA', 'bytea']], values: (n) => [`decode('${hex(n)}', 'hex')`] },
    {
      name: 'Boolean and Int',
      key: [
        ['flag', 'BOOLEAN', 'boolean'],
        ['id', 'INTEGER', 'integer'],
      ],
      values: (n) => [String(n % 2 === 0), String(n)],
    },
    { name: 'quoted', key: [[odd, 'INTEGER', 'integer']], values: (n) => [String(n)] },
    {
      name: 'three columns',
      key: [
        ['a', 'TEXT', 'text'],
        [odd, 'UUID', 'uuid'],
        ['c', 'INTEGER', 'integer'],
      ],
      values: (n) => [`'${n % 3}'`, uuid(n % 11), String(n)],
    },
  ],
  mysql: [
    { name: 'Int', key: [['id', 'INTEGER', 'integer']], values: (n) => [String(n - 250)] },
    {
      name: 'BigInt',
      key: [['id', 'BIGINT UNSIGNED', 'bigint unsigned']],
      values: (n) => [`18446744073709551000 + ${n}`],
    },
    { name: 'UUID', key: [['id', 'CHAR(36)', 'char(36)']], values: (n) => [uuid(n)] },
    { name: 'String', key: [['id', 'VARCHAR(191)', 'varchar(191)']], values: (n) => [text(n)] },
    {
      name: 'String, byte by byte',
      key: [['id', 'VARCHAR(191)', 'varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin']],
      values: (n) => [text(n)],
    },
    {
      name: 'String, another character set',
      key: [['id', 'VARCHAR(191)', 'varchar(191) CHARACTER SET latin1']],
      values: (n) => [text(n)],
    },
    { name: 'DateTime', key: [['id', 'DATETIME(3)', 'datetime(3)']], values: (n) => [time(n)] },
    { name: 'DateTime with a zone', key: [['id', 'TIMESTAMP(3)', 'timestamp(3)']], values: (n) => [time(n)] },
    {
      name: 'Date',
      key: [['id', 'DATE', 'date']],
      values: (n) => [`DATE_ADD('2020-01-01', INTERVAL ${n} DAY)`],
    },
    {
      name: 'Decimal',
      key: [['id', 'DECIMAL(60,2)', 'decimal(60,2)']],
      values: (n) => [`1234567890123456789012345678901234567890.01 * ${n}`],
    },
    { name: 'Bytes', key: [['id', 'BINARY(4)', 'binary(4)']], values: (n) => [`UNHEX('${hex(n)}')`] },
    {
      name: 'an enum and Int',
      key: [
        ['role', "ENUM('z', 'b', 'A')", "enum('z', 'b', 'A')"],
        ['id', 'INTEGER', 'integer'],
      ],
      values: (n) => [`'${'zbA'[n % 3]}'`, String(n)],
    },
    { name: 'quoted', key: [[odd, 'INTEGER', 'integer']], values: (n) => [String(n)] },
    {
      name: 'three columns',
      key: [
        ['a', 'VARCHAR(20)', 'varchar(20)'],
        [odd, 'CHAR(36)', 'char(36)'],
        ['c', 'INTEGER', 'integer'],
      ],
      values: (n) => [`'${n % 3}'`, uuid(n % 11), String(n)],
    },
  ],
  sqlite: [
    { name: 'Int', key: [['id', 'INTEGER', 'INTEGER']], values: (n) => [String(n - 250)] },
    { name: 'BigInt', key: [['id', 'BIGINT', 'BIGINT']], values: (n) => [`9007199254740990 + ${n}`] },
    { name: 'String', key: [['id', 'TEXT', 'TEXT']], values: (n) => [text(n)] },
    { name: 'String, without case', key: [['id', 'TEXT', 'TEXT COLLATE NOCASE']], values: (n) => [text(n)] },
    { name: 'DateTime as text', key: [['id', 'DATETIME', 'DATETIME']], values: (n) => [time(n)] },
    {
      name: 'DateTime as a number',
      key: [['id', 'DATETIME', 'DATETIME']],
      values: (n) => [`1704067200000 + ${n}`],
    },
    { name: 'Decimal', key: [['id', 'DECIMAL', 'DECIMAL']], values: (n) => [`0.1 + ${n} * 1e-16`] },
    { name: 'Float', key: [['id', 'REAL', 'REAL']], values: (n) => [`${n} / 3.0`] },
    { name: 'Bytes', key: [['id', 'BLOB', 'BLOB']], values: (n) => [`x'${hex(n)}'`] },
    { name: 'quoted', key: [[odd, 'INTEGER', 'INTEGER']], values: (n) => [String(n)] },
    {
      name: 'three columns',
      key: [
        ['a', 'TEXT', 'TEXT'],
        [odd, 'BLOB', 'BLOB'],
        ['c', 'INTEGER', 'INTEGER'],
      ],
      values: (n) => [`'${n % 3}'`, `x'${hex(n % 11)}'`, String(n)],
    },
  ],
};

describe.each(['postgresql', 'mysql', 'sqlite'] as const)('keys on %s', (provider) => {
  const dialect = dialectOf(provider);
  const { quote } = dialect;
  let server: AnyServer;
  const isHere = provider !== 'mysql' || hasMariaDb;
  beforeAll(async () => {
    if (isHere) server = await startServer[provider]();
  });
  afterAll(() => server?.stop());

  const table = quote('User');
  const job = (key: Case['key']): Job => ({
    id: 'User.displayName',
    dialect,
    sync: {
      table: { name: 'User' },
      source: { column: 'userName', sqlType: 'TEXT' },
      target: { column: 'displayName', sqlType: 'TEXT' },
      ...copied,
    },
    key: key.map(([column, sqlType]) => ({ column, sqlType })),
    needsTrigger: false,
  });
  const onUpdate = provider === 'mysql' ? ' ON UPDATE CURRENT_TIMESTAMP' : '';

  it.skipIf(!isHere).each(cases[provider])('$name', async ({ key, values }) => {
    const url = await server.fresh();
    const columns = key.map(([column]) => quote(column)).join(', ');
    await server.query(
      url,
      `CREATE TABLE ${table} (${key.map(([column, , ddl]) => `${quote(column)} ${ddl} NOT NULL`).join(', ')},
        ${quote('userName')} varchar(50), ${quote('displayName')} varchar(50),
        ${quote('updatedAt')} timestamp NOT NULL DEFAULT '2001-01-01 00:00:00'${onUpdate}, PRIMARY KEY (${columns}))`,
    );
    const lines = Array.from({ length: rows }, (_, n) => `(${values(n).join(', ')}, 'name ${n}')`);
    await server.query(
      url,
      `INSERT INTO ${table} (${columns}, ${quote('userName')}) VALUES ${lines.join(', ')}`,
    );
    const others = `SELECT ${columns}, ${quote('updatedAt')} FROM ${table} ORDER BY ${columns}`;
    const before = await server.query(url, others);

    const open = () => connect(provider, url, '/');
    const result = await runBackfill(open, job(key), { batchSize: 17, targetMs: 0 });
    expect(result).toMatchObject({ outcome: 'done', rowsScanned: rows, rowsCopied: rows });
    expect(await verify(open, job(key))).toMatchObject({ rows, drift: 0 });
    expect(await server.query(url, others)).toEqual(before);
    expect(await runBackfill(open, job(key))).toMatchObject({ rowsScanned: rows, rowsCopied: 0 });
  });
});
