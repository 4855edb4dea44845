import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../../src/rehearsal/instance.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { createWorkspace, type Workspace } from '../support/workspace.js';
import { helpdesk } from './helpdesk.js';
import { type Load, type LoadCounts, startLoad } from './load.js';

const { workload } = helpdesk;

const fixture = fileURLToPath(new URL('../../__fixtures__/helpdesk', import.meta.url));

let postgres: TestPostgres;
let workspace: Workspace;
let directory: string;
let databaseUrl: string;
let real: Instance;

const start = (generation: string) =>
  startInstance({ generation, directory, nodeArguments: ['--import', 'tsx', 'src/server.ts'], databaseUrl });

beforeAll(async () => {
  [postgres, workspace] = await Promise.all([startPostgres(), createWorkspace()]);
  databaseUrl = postgres.url(await postgres.createDatabase());
  directory = await workspace.copy(fixture, 'helpdesk');
  const generated = await workspace.run(directory, 'prisma', ['generate']);
  expect(generated.code, generated.stderr).toBe(0);
  const init = await readFile(join(directory, 'prisma/migrations/20260105093000_init/migration.sql'), 'utf8');
  await withClient(databaseUrl, (client) => client.query(init));
  real = await start('G0');
});

afterAll(async () => {
  await real?.stop();
  await postgres?.stop();
  await workspace?.remove();
});

describe('the helpdesk application', () => {
  it('type-checks, and passes its own tests', async () => {
    const [types, tests] = await Promise.all([
      workspace.run(directory, 'tsc', ['--noEmit']),
      workspace.run(directory, 'vitest', ['run'], { DATABASE_URL: databaseUrl }),
    ]);
    expect(types.code, types.stdout).toBe(0);
    expect(tests.code, tests.stdout + tests.stderr).toBe(0);
  });

  it('is seeded, also twice', async () => {
    const seed = () => workspace.run(directory, 'tsx', ['prisma/seed.ts'], { DATABASE_URL: databaseUrl });
    expect(await seed()).toMatchObject({ code: 0, stdout: expect.stringContaining('7 new tickets') });
    expect(await seed()).toMatchObject({ code: 0, stdout: expect.stringContaining('0 new tickets') });
  });

  it('answers a failure of the database with its Prisma code, and logs one JSON line', async () => {
    const name = await postgres.createDatabase();
    const init = await readFile(
      join(directory, 'prisma/migrations/20260105093000_init/migration.sql'),
      'utf8',
    );
    await withClient(postgres.url(name), async (client) => {
      await client.query(init);
      await client.query('ALTER TABLE "User" DROP COLUMN "userName"');
    });
    const broken = await startInstance({
      generation: 'G0',
      directory,
      nodeArguments: ['--import', 'tsx', 'src/server.ts'],
      databaseUrl: postgres.url(name),
    });
    try {
      const owner = { email: 'o@example.com', userName: 'olivia' };
      const response = await fetch(`${broken.url}/organizations`, {
        method: 'POST',
        body: JSON.stringify({ slug: 'broken', name: 'Broken', owner }),
      });
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ error: { code: 'P2022' } });
      const lines = broken.errors().filter((line) => line.startsWith('{'));
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { level: 'error', code: 'P2022', status: 500 },
      ]);
    } finally {
      await broken.stop();
    }
  });

  it('answers what is under way before it ends', async () => {
    const leaving = await start('G0');
    const sent = request(`${leaving.url}/organizations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', expect: '100-continue' },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.flushHeaders();
    // By now the server has the request, but not yet its body.
    await once(sent, 'continue');
    const stopped = leaving.stop();
    const owner = { email: 'late@example.com', userName: 'late' };
    sent.end(JSON.stringify({ slug: 'late', name: 'Late', owner }));
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(201);
    await stopped;
  });
});

describe('the load', () => {
  it('finds nothing wrong with a right server, whatever it does', async () => {
    const load = startLoad({ workload, targets: [real], seed: 1, concurrency: 4 });
    await sleep(2000);
    const names = [workload.beginning, ...workload.operations.map(({ name }) => name)];
    await until(load, ({ byOperation }) => names.every((name) => byOperation[name]));
    const counts = await load.stop();
    expect(counts.failures).toEqual([]);
    expect(counts).toMatchObject({ errors: 0, wrongAnswers: 0, abandoned: 0 });
  });

  it('moves from instance to instance without an error', async () => {
    const load = startLoad({ workload, targets: [real], seed: 2, concurrency: 4 });
    for (const generation of ['G1', 'G2']) {
      const other = await start(generation);
      await load.setTargets([real, other]);
      await until(load, ({ requests }) => (requests[generation] ?? 0) > 20);
      await load.setTargets([real]);
      await other.stop();
    }
    const counts = await load.stop();
    expect(counts.failures).toEqual([]);
    expect(counts.abandoned).toBe(0);
  });

  it('takes no error from an instance that was taken out and is gone', async () => {
    const held = await listen(() => {
      // Never answered.
    });
    const load = startLoad({
      workload,
      targets: [{ generation: 'G1', url: held.url }],
      seed: 3,
      concurrency: 2,
    });
    await until(load, ({ requests }) => requests.G1 === 2);
    const drained = load.setTargets([real]);
    await held.close();
    await drained;
    await until(load, ({ operations }) => operations > 10);
    expect(await load.stop()).toMatchObject({ failures: [], abandoned: 2 });
  });

  it('notices an instance that is gone without being taken out', async () => {
    const held = await listen((_, answer) => answer(200, '{}'));
    await held.close();
    const load = startLoad({
      workload,
      targets: [real, { generation: 'G1', url: held.url }],
      seed: 4,
      concurrency: 2,
    });
    await until(load, ({ errors }) => errors > 0);
    const { failures } = await load.stop();
    expect(failures[0]).toMatchObject({
      kind: 'error',
      generation: 'G1',
      detail: expect.stringContaining('not answered'),
    });
  });

  it('notices an error, and who answered it', async () => {
    const failing = await proxy((asked, answer) =>
      asked === 'GET /api/users/:id' ? { status: 500, body: '{"error":{"code":"P2022"}}' } : answer,
    );
    const load = startLoad({
      workload,
      targets: [real, { generation: 'G1', url: failing.url }],
      seed: 5,
      concurrency: 2,
    });
    await until(load, ({ errors }) => errors > 0);
    const counts = await load.stop();
    await failing.close();
    expect(counts.wrongAnswers).toBe(0);
    for (const { generation, detail } of counts.failures) {
      expect(generation).toBe('G1');
      expect(detail).toContain('answered 500 instead of 200: {"error":{"code":"P2022"}}');
    }
  });

  it.each([
    ['a name that was changed since', 'GET /api/users/:id', /"userName":"[a-z]/],
    ['another author of a ticket', 'GET /api/tickets/:id', /"author":\{"id":\d+,"userName":"[a-z]/],
    ['another order', 'GET /api/users', /"userName":"[a-z]/],
    ['another cell of the export', 'GET /api/users/export.csv', /,[a-z]/],
  ])('notices a wrong answer: %s', async (_, wanted, place) => {
    let spoilt = 0;
    const lying = await proxy((asked, answer) => {
      if (asked !== wanted) return answer;
      const body = answer.body.replace(place, (found) => `${found.slice(0, -1)}zzz`);
      if (body !== answer.body) spoilt += 1;
      return { ...answer, body };
    });
    const load = startLoad({
      workload,
      targets: [real, { generation: 'G1', url: lying.url }],
      seed: 6,
      concurrency: 2,
    });
    await until(load, ({ wrongAnswers }) => wrongAnswers > 0);
    const counts = await load.stop();
    await lying.close();
    expect(counts.errors).toBe(0);
    // Each lie is found out, and nobody else is accused.
    expect(counts.wrongAnswers).toBe(spoilt);
    for (const { generation } of counts.failures) expect(generation).toBe('G1');
  });

  it('is for this machine only', () => {
    const targets = [{ generation: 'G0', url: 'http://example.com' }];
    expect(() => startLoad({ workload, targets, seed: 1, concurrency: 1 })).toThrow('loopback');
  });
});

/** Waits for what the load will do sooner or later; what it never does fails the test by its time limit. */
async function until(load: Load, reached: (counts: LoadCounts) => unknown): Promise<void> {
  while (!reached(load.counts())) await sleep(10);
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A server in front of the real one that may spoil its answers; numbers in paths are given as `:id`. */
async function proxy(spoil: (asked: string, answer: Answer) => Answer) {
  return await listen(async ({ method, url, body, headers }, answer) => {
    const response = await fetch(`${real.url}${url}`, { method, headers, ...(body && { body }) });
    const path = new URL(url, real.url).pathname.replace(/\/\d+$/, '/:id');
    const spoilt = spoil(`${method} ${path}`, { status: response.status, body: await response.text() });
    answer(spoilt.status, spoilt.body, response.headers.get('content-type'));
  });
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

type Reply = (status: number, body: string, contentType?: string | null) => void;

async function listen(handle: (asked: Asked, answer: Reply) => void) {
  const server: Server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { authorization } = incoming.headers;
    handle(
      {
        method: incoming.method ?? 'GET',
        url: incoming.url ?? '/',
        body: Buffer.concat(chunks).toString(),
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      },
      (status, body, contentType = 'application/json') => {
        response.writeHead(status, { 'content-type': contentType ?? 'text/plain' });
        response.end(status === 204 ? undefined : body);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
