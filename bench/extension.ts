/**
 * `npm run bench`, or `node --import tsx bench/extension.ts [rounds]` after a build: what the extension costs beside
 * the bare client, on a real PostgreSQL, as ratios within one run. They take turns query by query, so whatever else
 * the machine does meets all alike.
 */

import { loadavg } from 'node:os';
import { rewriteArgs } from '../test/runtime/by-metadata.js';
import { metadata } from '../test/runtime/metadata.js';
import { createTables, generatePeople, type People } from '../test/support/people.js';
import { startPostgres, withClient } from '../test/support/postgres.js';
import { createWorkspace } from '../test/support/workspace.js';

const rounds = Number(process.argv[2] ?? 3_000);

interface Pass {
  readonly args: object;
  readonly query: (args: object) => Promise<unknown>;
}

/** The time that a tenth of the queries keep within: what they take while nothing else runs. */
const undisturbed = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)]!;

const workspace = await createWorkspace();
const server = await startPostgres();
try {
  const generated = await generatePeople(workspace, 'bench');
  const url = await createTables(server, generated.folder);
  await withClient(url, (client) =>
    client.query(
      `INSERT INTO "User" (email, "userName", "displayName")
         SELECT 'user' || n, 'name' || n, CASE WHEN n % 2 = 0 THEN 'name' || n END FROM generate_series(1, 1000) n;
       INSERT INTO "Post" (title, "authorId") SELECT 'title' || n, n FROM generate_series(1, 1000) n;
       INSERT INTO "Counter" SELECT n, n FROM generate_series(1, 1000) n;`,
    ),
  );
  // One connection and one client each: neither finds what the other has made warm.
  const bare = generated.connect(url);
  const extended = generated.transitions.withTransitions(generated.connect(url));
  const apart = generated.connect(url);
  // What any extension costs that takes part in a query and does nothing.
  const pass = { $allOperations: ({ args, query }: Pass) => query(args) };
  const empty = generated.connect(url).$extends({ query: { user: pass, post: pass } }) as unknown as People;

  // What an application does that writes both fields itself.
  const byHand = generated.connect(url);
  const nameOf = (prisma: People, name: string) => ({
    userName: name,
    ...(prisma === byHand && { displayName: name }),
  });

  let made = 0;
  const queries: Readonly<Record<string, (prisma: People, round: number) => PromiseLike<unknown>>> = {
    'read 1 row by id': ({ user }, round) => user.findUnique({ where: { id: 1 + (round % 1000) } }),
    'read 1 row by the field': ({ user }, round) =>
      user.findUnique({ where: { userName: `name${1 + (round % 1000)}` }, select: { userName: true } }),
    'read 100 rows': ({ user }) => user.findMany({ take: 100, orderBy: { id: 'asc' } }),
    'read 100 rows with a relation': ({ post }) =>
      post.findMany({ take: 100, orderBy: { id: 'asc' }, include: { author: true } }),
    'read a model out of reach': ({ counter }, round) =>
      counter.findUnique({ where: { id: 1 + (round % 1000) } }),
    create: (prisma) => {
      made += 1;
      return prisma.user.create({ data: { email: `new${made}`, ...nameOf(prisma, `new${made}`) } });
    },
    'create, nested': (prisma) => {
      made += 1;
      return prisma.post.create({
        data: { title: 'x', author: { create: { email: `new${made}`, ...nameOf(prisma, `new${made}`) } } },
      });
    },
  };

  console.log(`${rounds} rounds, load average before: ${loadavg()[0]?.toFixed(2)}`);
  console.log(`${''.padEnd(32)}  bare µs   extended/bare   empty/bare   by hand/bare   bare/bare`);
  for (const [label, query] of Object.entries(queries)) {
    const clients = [bare, extended, empty, byHand, apart];
    const times: readonly number[][] = clients.map(() => []);
    for (let round = -200; round < rounds; round += 1) {
      for (let turn = 0; turn < clients.length; turn += 1) {
        const side = (turn + Math.abs(round)) % clients.length;
        const started = performance.now();
        await query(clients[side]!, Math.abs(round));
        if (round >= 0) times[side]!.push(performance.now() - started);
      }
    }
    const [plain, ours, none, hand, control] = times.map(undisturbed) as [
      number,
      number,
      number,
      number,
      number,
    ];
    console.log(
      `${label.padEnd(32)} ${(plain * 1000).toFixed(0).padStart(8)} ${(ours / plain).toFixed(3).padStart(15)} ` +
        `${(none / plain).toFixed(3).padStart(12)} ${(hand / plain).toFixed(3).padStart(14)} ${(control / plain).toFixed(3).padStart(11)}`,
    );
  }

  console.log('\nrewriting nested writes: nanoseconds for each object in the arguments');
  const model = metadata('client');
  for (const size of [10, 100, 1_000, 10_000]) {
    const wide = {
      data: { staff: { create: Array.from({ length: size }, (_, n) => ({ userName: `n${n}` })) } },
    };
    const deep = { data: nestedTo(Math.min(size, 1_000)) };
    const perObject = (args: Readonly<Record<string, unknown>>, objects: number) => {
      const repeats = Math.max(3, Math.ceil(200_000 / objects));
      for (let n = 0; n < repeats; n += 1) rewriteArgs(model, 'User', 'create', args);
      const started = performance.now();
      for (let n = 0; n < repeats; n += 1) rewriteArgs(model, 'User', 'create', args);
      return (((performance.now() - started) * 1e6) / repeats / objects).toFixed(0).padStart(8);
    };
    console.log(
      `${String(size).padStart(8)} objects   side by side ${perObject(wide, size)}   ` +
        `one in the other ${perObject(deep, Math.min(size, 1_000))}`,
    );
  }
  for (const client of [bare, extended, empty, byHand, apart]) await client.$disconnect();
} finally {
  await server.stop();
  await workspace.remove();
}

function nestedTo(depth: number): Readonly<Record<string, unknown>> {
  let data: Readonly<Record<string, unknown>> = { userName: 'x' };
  for (let level = 1; level < depth; level += 1) data = { userName: 'x', boss: { create: data } };
  return data;
}
