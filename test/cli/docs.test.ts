import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';
import { type Application, type Applications, must, openApplications } from './application.js';

let server: TestPostgres;
let applications: Applications;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const docs = path.resolve(import.meta.dirname, '../../docs');

/**
 * Each page is run from top to bottom on a small application: every ```console session is replaced by what its
 * commands print, and the page must stay as it is (`vitest -u` writes it). ```sh blocks are run and print nothing;
 * comments such as <!-- do: annotate --> do what the text says that the reader does by hand.
 */
describe.each([
  'commands/pec-init.md',
  'commands/pec-plan.md',
  'commands/pec-status.md',
  'commands/pec-next.md',
  'commands/pec-backfill.md',
  'commands/pec-revert.md',
  'scenarios/rename-column.md',
  'scenarios/code-only-rename.md',
  'scenarios/add-required.md',
  'scenarios/tighten.md',
])('docs/%s', { timeout: 900_000 }, (name) => {
  it('shows what really happens', async () => {
    const file = path.join(docs, name);
    const page = await readFile(file, 'utf8');
    await expect(await ranThrough(page)).toMatchFileSnapshot(file);
  });
});

async function ranThrough(page: string): Promise<string> {
  const url = server.url(await server.createDatabase());
  const app = await applications.create();
  await app.deploy(url);
  await withClient(url, (client) =>
    client.query(
      `INSERT INTO "User" ("email", "userName") VALUES ('ada@x.org', 'Ada'), ('bob@x.org', 'Bob')`,
    ),
  );
  let result = '';
  let end = 0;
  for (const match of page.matchAll(/^```(text|console|sh)\n([\s\S]*?)^```$|^<!-- do: (.*) -->$/gm)) {
    const [whole, kind, body = '', deed] = match;
    result += page.slice(end, match.index);
    end = match.index + whole.length;
    if (kind === 'text') result += `\`\`\`text\n${await help(app, body)}\`\`\``;
    else if (kind === 'console') result += `\`\`\`console\n${await session(app, url, body)}\`\`\``;
    else {
      if (kind === 'sh') for (const line of body.trim().split('\n')) await perform(app, url, line);
      else await byHand(app, url, deed ?? '', page);
      result += whole;
    }
  }
  return result + page.slice(end);
}

async function help(app: Application, body: string): Promise<string> {
  const command = /^Usage: pec (\S+)/.exec(body)?.[1] ?? '';
  return (await must(app.pec([command, '--help']))).stdout;
}

async function session(app: Application, url: string, body: string): Promise<string> {
  let text = '';
  for (const [, line = ''] of body.matchAll(/^\$ (.*)$/gm)) {
    const { stdout, stderr } = await app.run('sh', ['-c', line.replace(/^npx /, '')], { DATABASE_URL: url });
    text += `$ ${line}\n${settled(stdout + stderr)}`;
  }
  return text;
}

async function perform(app: Application, url: string, line: string): Promise<void> {
  if (line.startsWith('#')) return;
  if (line === 'npx prisma migrate deploy') await app.deploy(url);
  else if (line.startsWith('git add --all && git commit')) await app.commit();
  else await must(app.run('sh', ['-c', line.replace(/^npx /, '')], { DATABASE_URL: url }));
}

async function byHand(app: Application, url: string, deed: string, page: string): Promise<void> {
  const query = (text: string) => withClient(url, (client) => client.query(text));
  if (deed === 'annotate') await app.annotate();
  else if (deed === 'commit') await app.commit();
  else if (deed === 'write the fields') await writeFields(app, page);
  else if (deed === 'insert a second Bob') {
    await query(`INSERT INTO "User" ("email", "userName") VALUES ('rob@x.org', 'Bob')`);
  } else if (deed === 'rename the second Bob') {
    await query(`UPDATE "User" SET "userName" = 'Rob' WHERE "email" = 'rob@x.org'`);
  } else if (deed === 'give the create a handle') {
    const users = await app.read('src/users.ts');
    await app.write(
      'src/users.ts',
      users.replace('{ email, userName }', '{ email, userName, handle: email }'),
    );
  } else if (deed === 'rename in code') {
    const schema = await app.read('prisma/schema.prisma');
    await app.write(
      'prisma/schema.prisma',
      schema.replace('userName String', 'displayName String @map("userName")'),
    );
  } else throw new Error(`Nobody knows how to ${deed}`);
}

/** The example at the top of a page: its annotated field takes the place of the one that stands, or comes to stand at the end. */
async function writeFields(app: Application, page: string): Promise<void> {
  await must(app.pec(['init']));
  const [, lines = '', name = ''] = /^model User \{\n([\s\S]*?^ {2}(\w+) [^\n]*\n)\}/m.exec(page) ?? [];
  const schema = await app.read('prisma/schema.prisma');
  const standing = new RegExp(`^ {2}${name} .*\\n`, 'm');
  const written = standing.test(schema)
    ? schema.replace(standing, lines)
    : schema.replace(/\}\n$/, `${lines}}\n`);
  await app.write('prisma/schema.prisma', written);
}

/** What differs from run to run: times, hashes, and the database of the test. */
function settled(text: string): string {
  return text
    .replaceAll(/\d{14}(?=_pec_)/g, '20260601120000')
    .replaceAll(/\d+(?:\.\d+)? m?s$/gm, '80 ms')
    .replaceAll(/\w+ at (?:localhost|127\.0\.0\.1):\d+/g, 'shop at localhost:5432')
    .replaceAll(/^index .*\n/gm, '');
}
