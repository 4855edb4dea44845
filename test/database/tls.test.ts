import { chown, copyFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRangeQueue } from '../../src/backfill/pg-boss.js';
import type { Connection } from '../../src/database/connection.js';
import { connectMysql } from '../../src/database/mysql-connection.js';
import { connectPostgres } from '../../src/database/postgresql-connection.js';
import { renameJob } from '../backfill/people.js';
import { type Certificates, hasOpenssl, makeCertificates } from '../support/certificates.js';
import { hasMariaDb, isMySql, startMariaDb, type TestMariaDb, withMariaDb } from '../support/mariadb.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

let files: Certificates;
beforeAll(async () => {
  if (hasOpenssl) files = await makeCertificates('known');
});
afterAll(() => files?.remove());

/** Whether the session is encrypted, or what was said in its place. */
async function tryOut(opening: Promise<Connection>, question: string) {
  try {
    const connection = await opening;
    const { rows } = await connection.query<object>({ text: question, values: [] });
    await connection.close();
    return Object.values(rows[0] ?? {}).at(-1) ? 'encrypted' : 'plain';
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError' });
    return (error as { code: string }).code;
  }
}

describe.skipIf(!hasOpenssl)('PostgreSQL', () => {
  let server: TestPostgres;
  let plain: TestPostgres;
  const isEncrypted = 'SELECT "ssl" FROM "pg_stat_ssl" WHERE "pid" = pg_backend_pid()';
  const open = (of: TestPostgres, parameters: string) =>
    tryOut(connectPostgres(of.url('postgres') + parameters), isEncrypted);
  const known = (parameters: string) =>
    tryOut(
      connectPostgres(server.url('postgres').replace('postgres:postgres@', 'known@') + parameters),
      isEncrypted,
    );

  /** Lets the running server take encrypted sessions alone. */
  async function encrypt(certificate: string, key: string): Promise<void> {
    await withClient(server.url('postgres'), async (client) => {
      const folder = String((await client.query('SHOW data_directory')).rows[0].data_directory);
      const { uid, gid } = await stat(folder);
      const put = async (name: string, from: string) => {
        await copyFile(from, path.join(folder, name));
        await chown(path.join(folder, name), uid, gid);
      };
      await put('server.crt', certificate);
      await put('server.key', key);
      await put('root.crt', files.authority);
      await writeFile(
        path.join(folder, 'pg_hba.conf'),
        'hostssl all known 127.0.0.1/32 cert\nhostssl all postgres 127.0.0.1/32 scram-sha-256\n',
      );
      await client.query('CREATE ROLE "known" LOGIN');
      await client.query(`ALTER SYSTEM SET ssl_ca_file = 'root.crt'`);
      await client.query('ALTER SYSTEM SET ssl = on');
      await client.query('SELECT pg_reload_conf()');
    });
  }

  beforeAll(async () => {
    [server, plain] = await Promise.all([
      startPostgres({ password_encryption: 'scram-sha-256' }),
      startPostgres(),
    ]);
    await encrypt(files.server.certificate, files.server.key);
  });
  afterAll(() => Promise.all([server?.stop(), plain?.stop()]));

  it.each([
    ['no word of it', () => '', 'database-encryption'],
    ['off', () => '?sslmode=disable', 'database-encryption'],
    ['an authority that nobody knows', () => '?sslmode=require', 'database-untrusted'],
    ['those that the system knows', () => '?sslmode=verify-full&sslrootcert=system', 'database-untrusted'],
    ["the same in Prisma's words", () => '?sslaccept=strict', 'database-untrusted'],
    ['any certificate', () => '?sslmode=require&sslaccept=accept_invalid_certs', 'encrypted'],
    ['any certificate, as the driver has it', () => '?sslmode=no-verify', 'encrypted'],
    ['a preference', () => '?sslmode=prefer', 'encrypted'],
    ['a strict preference', () => '?sslmode=prefer&sslaccept=strict', 'database-untrusted'],
    ['its authority', () => `?sslmode=require&sslcert=${files.authority}`, 'encrypted'],
    [
      'its authority, as libpq has it',
      () => `?sslmode=verify-full&sslrootcert=${files.authority}`,
      'encrypted',
    ],
    ['a file that is not there', () => '?sslcert=/nowhere.pem', 'database-url'],
    ['a wrong password', () => `?sslidentity=${files.client.pfx}&sslpassword=s3cret1`, 'database-url'],
    ['no key', () => `?sslcert=${files.authority}&sslkey=${files.authority}`, 'database-url'],
  ])('a server that encrypts, and a connection string with %s', async (_, parameters, outcome) => {
    expect(await open(server, parameters())).toBe(outcome);
  });

  it('a client with a certificate', async () => {
    const { authority, client } = files;
    expect(await known(`?sslcert=${authority}`)).toBe('database-login');
    expect(await known(`?sslrootcert=${authority}&sslcert=${client.certificate}&sslkey=${client.key}`)).toBe(
      'encrypted',
    );
    expect(
      await known(`?sslcert=${authority}&sslidentity=${client.pfx}&sslpassword=${client.password}`),
    ).toBe('encrypted');
  });

  it('a certificate for another name of the server', async () => {
    const url = server.url('postgres').replace('127.0.0.1', 'localhost');
    expect(await tryOut(connectPostgres(`${url}?sslcert=${files.authority}`), isEncrypted)).toBe(
      'database-untrusted',
    );
  });

  it('the queue of pg-boss', { timeout: 60_000 }, async () => {
    for (const url of [
      `${server.url('postgres')}?sslcert=${files.authority}`,
      `${plain.url('postgres')}?sslmode=prefer`,
    ]) {
      const queue = await openRangeQueue(url, renameJob(), 'forward');
      expect(await queue.fetch()).toBeUndefined();
      await queue.close();
    }
  });

  it('a server that does not encrypt', async () => {
    expect(await open(plain, '')).toBe('plain');
    expect(await open(plain, '?sslmode=disable')).toBe('plain');
    expect(await open(plain, '?sslmode=prefer')).toBe('plain');
    expect(await open(plain, '?sslmode=require')).toBe('database-encryption');
  });
});

describe.skipIf(!hasOpenssl || !hasMariaDb)('MySQL, MariaDB', () => {
  let server: TestMariaDb;
  const isEncrypted = `SHOW SESSION STATUS LIKE 'Ssl_cipher'`;
  const open = (parameters: string) => tryOut(connectMysql(server.url('mysql') + parameters), isEncrypted);

  beforeAll(async () => {
    server = await startMariaDb([
      `--ssl-ca=${files.authority}`,
      `--ssl-cert=${files.server.certificate}`,
      `--ssl-key=${files.server.key}`,
    ]);
    await withMariaDb(server.url('mysql'), (client) =>
      client.query('SET GLOBAL require_secure_transport = ON'),
    );
  });
  afterAll(() => server?.stop());

  it.each([
    ['no word of it', () => '', isMySql ? 'database-encryption' : 'database-login'],
    ["another one's", () => `?sslcert=${files.client.certificate}`, 'database-untrusted'],
    ['an authority that nobody knows', () => '?sslaccept=strict', 'database-untrusted'],
    ['any certificate', () => '?sslaccept=accept_invalid_certs', 'encrypted'],
    ['its authority', () => `?sslcert=${files.authority}`, 'encrypted'],
    ['a file that is not there', () => '?sslcert=/nowhere.pem', 'database-url'],
  ])('a server that encrypts, and a connection string with %s', async (_, parameters, outcome) => {
    expect(await open(parameters())).toBe(outcome);
  });

  it('a certificate for another name of the server', async () => {
    const url = server.url('mysql').replace('127.0.0.1', 'localhost');
    expect(await tryOut(connectMysql(`${url}?sslcert=${files.authority}`), isEncrypted)).toBe(
      'database-untrusted',
    );
  });
});
