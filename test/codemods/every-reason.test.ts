import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reasons } from '../../codemods/reasons.js';
import { type CodemodRequest, runCodemod } from '../../codemods/run.js';
import type { TransitionEntry } from '../../src/schema/transitions-file.js';
import { parseTransitions, printTransitions } from '../../src/schema/transitions-text.js';
import type { Workspace } from '../support/workspace.js';
import { createApplications, fixtures } from './applications.js';

// What no fixture's report says, mostly because it takes another schema or another request.
const schema = `enum State {
  OPEN
  CLOSED
}

model Ticket {
  id     Int     @id
  status String?
  state  State
}
`;

let workspace: Workspace;
let folder: string;

beforeAll(async () => {
  const from = await mkdtemp(path.join(tmpdir(), 'pec-schema-'));
  const models = await readFile(path.join(fixtures, 'schema.prisma'), 'utf8');
  const optional = models.replace('displayName String    @map', 'displayName String?   @map');
  expect(optional).not.toBe(models);
  await writeFile(path.join(from, 'schema.prisma'), `${optional}\n${schema}`);
  const application = await createApplications(['prisma-client'], [], from);
  await rm(from, { recursive: true });
  workspace = application.workspace;
  folder = application.folders['prisma-client'];
  const file = path.join(folder, 'generated/pec/transitions.json');
  const content = parseTransitions(await readFile(file, 'utf8'))!;
  const ticket: TransitionEntry = {
    id: 'Ticket.state',
    scenario: 'change-type',
    phase: 'migrate',
    model: 'Ticket',
    table: 'Ticket',
    helper: 'ticketState',
    source: { field: 'status', column: 'status', type: 'String' },
    target: { field: 'state', column: 'state', type: 'State' },
    uniqueKeys: [],
    values: { open: 'OPEN', closed: 'CLOSED' },
  };
  await writeFile(file, printTransitions({ ...content, transitions: [...content.transitions, ticket] }));
  const texts = {
    'userName.ts': 'export {};\n',
    'module.ts': "import './userName';\n",
    'default.ts':
      "import type { User } from '@client';\nexport const nameOf = ({ userName = 'nobody' }: User) => userName;\n",
    'kept.ts':
      "import type { User } from '@client';\nexport const nameOf = ({ displayName: userName }: User) => userName;\n",
    'queries.ts':
      "import { prisma } from './db';\nexport const all = () => [prisma.user.count(), prisma.ticket.count()];\n",
    'twice.ts':
      "import type { Prisma } from '@client';\ndeclare const draft: (id: number) => Prisma.UserUpdateInput;\ndeclare const next: () => number;\ndraft(next()).userName = 'a';\n",
    'tuple.ts':
      "import type { User } from '@client';\nexport const sent = (pair: [User, number]) => JSON.stringify(pair);\n",
    'in/sent.ts':
      "import type { Ticket } from '@client';\nexport const sent = (ticket: Ticket) => JSON.stringify(ticket);\n",
    'out/sent.ts':
      "import type { User } from '@client';\nexport const sent = (user: User) => JSON.stringify(user);\n",
    'called.ts':
      'export const answer = (response: any, at: any) => [response.status(404), response?.status?.(1), (response.status as any)(2), new at.status(), at["status"](3), at.status, response.status.code()];\n',
    'thrown.ts':
      'export function thrown(work: () => void, value: any) {\n  try {\n    work();\n  } catch (error: any) {\n    return [error.status, error.detail.status];\n  }\n  return value.status;\n}\n',
    'leaves.ts':
      "import type { Ticket } from '@client';\nexport const drop = (ticket: Ticket) => delete (ticket as Partial<Ticket>).status;\n",
    'nested.ts':
      "import type { User } from '@client';\ndeclare const of: (name: string | null) => User;\nexport const name = (user: User) => of(user.userName).displayName ?? of(user.userName).userName;\n",
    '../legacy/tsconfig.json':
      '{ "compilerOptions": { "allowJs": false, "checkJs": false }, "include": ["*.ts"] }',
    '../legacy/index.ts': 'export {};\n',
    '../legacy/seed.js': 'export const nameOf = (user) => user.userName;\n',
    'text.ts': "export const topics = ['Profile.created', 'profiles'];\n",
  };
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(path.dirname(path.join(folder, 'src', name)), { recursive: true });
    await writeFile(path.join(folder, 'src', name), text);
  }
});
afterAll(() => workspace?.remove());

/** What a run says of each file: reasons, notes, and what becomes of records that leave. */
async function said(request: Partial<CodemodRequest>): Promise<Readonly<Record<string, readonly string[]>>> {
  const { report } = await runCodemod({ codemod: 'switch-reads', cwd: folder, ...request });
  const found: Record<string, string[]> = {};
  for (const { occurrences, shapeChanges } of report.transitions) {
    for (const { file, reason, note } of [
      ...occurrences,
      ...shapeChanges.map(({ file, reason }) => ({ file, reason, note: undefined })),
    ]) {
      const name = file.replace(/^src\//, '');
      found[name] = [...(found[name] ?? []), reason, ...(note ? [note] : [])];
    }
  }
  return found;
}

test('reads, and records that leave', async () => {
  const found = await said({ keepShape: true, paths: [path.join(folder, 'src/in')] });
  expect(found['module.ts']).toEqual(['module-name']);
  expect(found['kept.ts']).toContain('local-name-kept');
  expect(found['in/sent.ts']).toEqual(['shape-of-other-values']);
  expect(found['out/sent.ts']).toEqual(['shape-outside-paths']);
  const everywhere = await said({ keepShape: true });
  expect(everywhere['default.ts']).toEqual(['result-member', 'default-not-for-null', 'local-name']);
  expect(everywhere['tuple.ts']).toEqual(['shape-not-kept']);
  expect(everywhere['leaves.ts']).toEqual(['value-leaves']);
  expect(everywhere['thrown.ts']).toEqual(['no-record', 'untyped-receiver', 'untyped-receiver']);
  expect(everywhere['called.ts']).toEqual([
    ...Array(5).fill('called-member'),
    'untyped-receiver',
    'untyped-receiver',
  ]);
  expect(everywhere['nested.ts']).toContain('overlapping-edit');
  expect(everywhere['legacy/seed.js']).toEqual(['not-in-a-program']);
});

test('what dual writes would compute twice', async () => {
  expect((await said({ codemod: 'dual-write', transitions: ['User.displayName'] }))['twice.ts']).toEqual([
    'evaluate-once',
  ]);
});

test('a word of a text is no model', async () => {
  const rename = { kind: 'model', from: 'Profile', to: 'Portrait' } as const;
  expect((await said({ codemod: 'rename-model', rename }))['text.ts']).toContain('part-of-text');
});

/** Every report of a fixture, and every test but this one, as text. */
async function evidence(): Promise<string> {
  const root = path.join(fixtures, '..');
  const read = async (at: string, pattern: RegExp) => {
    const files = (await readdir(at, { recursive: true })).filter((file) => pattern.test(file));
    return Promise.all(files.map((file) => readFile(path.join(at, file), 'utf8')));
  };
  const reports = ['codemods', 'boundaries', 'renames'].map((name) =>
    read(path.join(root, name), /(?:^|\/)report-[\w-]+\.txt$/),
  );
  const tests = read(path.join(root, '../test/codemods'), /\.test\.ts$/);
  return (await Promise.all([...reports, tests])).flat().join('\n');
}

test('each code has a fixture or a test that produces it', async () => {
  const text = await evidence();
  const missing = Object.keys(reasons).filter(
    (code) => !new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(text),
  );
  expect(missing).toEqual([]);
});
