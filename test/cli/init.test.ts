import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import { installExtension } from '../../codemods/extension/install-extension.js';
import { parseSource } from '../../codemods/source.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { type Applications, must, openApplications, schema } from './application.js';

let applications: Applications;
let server: TestPostgres;
beforeAll(async () => {
  [server, applications] = await Promise.all([startPostgres(), openApplications()]);
});
afterAll(async () => {
  await applications?.remove();
  await server?.stop();
});

const block = `

generator transitions {
  provider = "prisma-expand-contract"
  output   = "../src/generated/transitions"
  sync     = "client"
}`;

describe('pec init', { timeout: 180_000 }, () => {
  it('leaves every client as it is where a trigger serves them all', async () => {
    const app = await applications.create();
    await app.commit();
    await must(app.run('prisma', ['format', '--check']));
    const { code, stdout, stderr } = await app.pec(['init']);
    await must(app.run('prisma', ['format', '--check']));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'prisma/schema.prisma: generator `transitions` added',
      'src/generated/transitions: generated',
      'A trigger will keep old and new equal for every client: each `new PrismaClient(…)` stays as it is.',
      'Now annotate a new field with `/// @transition from:<old field>` and run `npx pec next`.',
      '',
    ]);
    expect(await app.changes()).toEqual([' M prisma/schema.prisma']);
  });

  it('adds the generator, wraps each client, and does nothing the second time', async () => {
    const app = await applications.create();
    await app.write(
      'scripts/seed.ts',
      `import { PrismaClient } from '../src/generated/prisma/client.js';\r\nconst seed = new PrismaClient({} as never);\r\n`,
    );
    await app.write(
      'src/nest.ts',
      `import { PrismaClient } from './generated/prisma/client.js';\nexport class Service extends PrismaClient {}\n`,
    );
    await app.commit();
    const { code, stdout, stderr } = await app.pec(['init', '--sync', 'client']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'prisma/schema.prisma: generator `transitions` added',
      'src/generated/transitions: generated',
      'scripts/seed.ts: withTransitions(new PrismaClient(…))',
      'src/db.ts: withTransitions(new PrismaClient(…))',
      'src/nest.ts:2:30: a class extends PrismaClient, and its clients are not wrapped',
      '  hint: end its constructor with `return withTransitions(this);` (`withTransitions` of src/generated/transitions)',
      'Now annotate a new field with `/// @transition from:<old field>` and run `npx pec next`.',
      '',
    ]);
    expect(await app.read('prisma/schema.prisma')).toBe(schema.replace('prisma"\n}', `prisma"\n}${block}`));
    expect(await app.read('scripts/seed.ts')).toBe(
      `import { PrismaClient } from '../src/generated/prisma/client.js';\r\nimport { withTransitions } from '../src/generated/transitions/index.js';\r\nconst seed = withTransitions(new PrismaClient({} as never));\r\n`,
    );
    expect(
      await app.read('src/db.ts'),
    ).toContain(`import { withTransitions } from './generated/transitions/index.js';
`);
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');

    await app.commit();
    const second = await app.pec(['init', '--json']);
    expect(JSON.parse(second.stdout)).toEqual({
      event: 'initialised',
      schema: [],
      output: 'src/generated/transitions',
      clients: [],
      byHand: [
        {
          file: 'src/nest.ts',
          line: 2,
          column: 30,
          way: 'subclass',
          message: expect.any(String),
          hint: expect.any(String),
        },
      ],
    });
    expect(await app.changes()).toEqual([]);

    // As the hint says.
    await app.write(
      'src/nest.ts',
      `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/prisma/client.js';
import { withTransitions } from './generated/transitions/index.js';
export class Service extends PrismaClient {
  readonly name = 'service';
  constructor() {
    super({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
    return withTransitions(this);
  }
  register(userName: string) {
    return this.user.create({ data: { email: this.name, userName } });
  }
}
`,
    );
    expect((await app.run('tsc', ['-p', '.'])).stdout).toBe('');
    const third = await app.pec(['init', '--json', '--allow-dirty']);
    expect(JSON.parse(third.stdout)).toMatchObject({ clients: [], byHand: [] });
    await app.annotate();
    await app.commit();
    await must(app.pec(['next']));
    const url = server.url(await server.createDatabase());
    await app.deploy(url);
    await app.write(
      'register.ts',
      `import { Service } from './src/nest.js';\nconsole.log(JSON.stringify(await new Service().register('Ada')));\n`,
    );
    const registered = await must(app.run('tsx', ['register.ts'], { DATABASE_URL: url }));
    expect(JSON.parse(registered.stdout)).toMatchObject({
      userName: 'Ada',
      displayName: 'Ada',
      email: 'service',
    });
    expect(await app.pec(['init', '--sync', 'code'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '[already-initialised]\n  hint: change `sync` and `output` in that block',
      ),
    });
  });

  it('works in a folder of schema files with CRLF, and beside a client in node_modules', async () => {
    const app = await applications.create();
    const crlf = schema
      .replace('"prisma-client"\n  output   = "../src/generated/prisma"', '"prisma-client-js"')
      .replaceAll('\n', '\r\n');
    const [head = '', models = ''] = crlf.split('/// Who');
    await app.run('git', [
      'rm',
      '-q',
      'prisma/schema.prisma',
      'src/db.ts',
      'src/users.ts',
      'src/greeting.ts',
    ]);
    await app.write('prisma/schema/main.prisma', head);
    await app.write('prisma/schema/models/user.prisma', `/// Who${models}`);
    await app.commit();
    const args = ['--schema', 'prisma/schema'];
    const first = await app.pec(['init', ...args, '--sync', 'client', '--output', 'lib/pec']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('No `new PrismaClient(…)` was found: wrap it');
    expect(await app.read('prisma/schema/main.prisma')).toBe(
      head.replace(
        'client-js"\r\n}',
        'client-js"\r\n}\r\n\r\ngenerator transitions {\r\n  provider = "prisma-expand-contract"\r\n  output   = "../../lib/pec"\r\n  sync     = "client"\r\n}',
      ),
    );
    expect(await app.read('lib/pec/index.ts')).toContain('withTransitions');
    expect((await app.changes()).map((line) => line.slice(3))).toContain('prisma/schema/main.prisma');
  });

  it('needs a client generator', async () => {
    const app = await applications.create();
    await app.write('prisma/schema.prisma', schema.replace(/generator[^}]*}/, ''));
    const { code, stderr } = await app.pec(['init']);
    expect(stderr).toBe(
      'The schema has no generator for Prisma Client [no-client]\n  hint: add `generator client { provider = "prisma-client" … }` first\n',
    );
    expect(code).toBe(2);
  });
});

describe('the extension', () => {
  const installation = (text: string, extension: '.js' | '' = '.js', file = '/app/src/db.ts') =>
    installExtension(
      parseSource(file, 'src/db.ts', text),
      '/app/src/generated/transitions/index.ts',
      extension,
    );
  const install = (...args: Parameters<typeof installation>) =>
    applyEdits(args[0], installation(...args).edits);
  /** How a person is told of each place, as `way: text`. */
  const byHand = (...args: Parameters<typeof installation>) =>
    installation(...args).byHand.map(({ node, way }) => `${way}: ${node.getText()}`);

  it.each([
    ['.js', `'./generated/transitions/index.js'`],
    ['', `'./generated/transitions'`],
  ] as const)('is imported as the tsconfig wants it, ending "%s"', (extension, specifier) => {
    expect(
      install(
        `import { PrismaClient } from '@prisma/client'\nexport const a = new PrismaClient()\n`,
        extension,
      ),
    ).toBe(
      `import { PrismaClient } from '@prisma/client'\nimport { withTransitions } from ${specifier}\nexport const a = withTransitions(new PrismaClient())\n`,
    );
  });

  it('is required where the client is', () => {
    const text = `'use strict'\nconst { PrismaClient: Client } = require("@prisma/client")\n\nexports.db = new Client({ adapter })\n`;
    expect(install(text, '.js', '/app/src/db.js')).toBe(
      `'use strict'\nconst { PrismaClient: Client } = require("@prisma/client")\nconst { withTransitions } = require("./generated/transitions/index.js")\n\nexports.db = withTransitions(new Client({ adapter }))\n`,
    );
  });

  it('is imported as the file imports its client', () => {
    expect(
      install(
        `import { Prisma, PrismaClient as Client } from "../prisma/client.ts";\nconst a = (b ?? new Client()).$extends(c);\n`,
      ),
    ).toBe(
      `import { Prisma, PrismaClient as Client } from "../prisma/client.ts";\nimport { withTransitions } from "./generated/transitions/index.ts";\nconst a = (b ?? withTransitions(new Client())).$extends(c);\n`,
    );
  });

  const client = `import { PrismaClient } from '@prisma/client';\n`;

  it.each([
    [`const p = require('@prisma/client'); new p.PrismaClient();`, 'member: new p.PrismaClient()'],
    [`import * as p from '@prisma/client'; new p.PrismaClient();`, 'member: new p.PrismaClient()'],
    [`import p from '@prisma/client'; new p['PrismaClient']();`, `member: new p['PrismaClient']()`],
    [
      `export const db = new (require('@prisma/client').PrismaClient)();`,
      `member: new (require('@prisma/client').PrismaClient)()`,
    ],
    [`import('@prisma/client').then((m) => new m.PrismaClient());`, 'member: new m.PrismaClient()'],
    [`const { PrismaClient } = await import('./c.js'); new PrismaClient();`, 'no-import: new PrismaClient()'],
    [`import p from '@prisma/client'; const { PrismaClient: P } = p; new P();`, 'no-import: new P()'],
    [`${client}class Service extends PrismaClient {}`, 'subclass: PrismaClient'],
    [`${client}export default class extends PrismaClient<'query'> {}`, `subclass: PrismaClient<'query'>`],
    [`import * as p from './c.js'; class Service extends p.PrismaClient {}`, 'subclass: p.PrismaClient'],
    [`${client}class Service extends logged(PrismaClient) {}`, 'value: PrismaClient'],
    [`${client}const P = PrismaClient; export const db = new P();`, 'value: PrismaClient'],
    [`${client}const getClass = () => PrismaClient; new (getClass())();`, 'value: PrismaClient'],
    [`${client}function getClass() { return PrismaClient as never; }`, 'value: PrismaClient'],
    [`${client}make(PrismaClient);`, 'value: PrismaClient'],
    [`${client}export const container = { db: PrismaClient };`, 'value: PrismaClient'],
    [`${client}@Module({ providers: [PrismaClient] }) class A {}`, 'value: PrismaClient'],
    [`${client}export default PrismaClient;`, 'value: PrismaClient'],
    [`${client}Reflect.construct(PrismaClient, []);`, 'value: PrismaClient'],
    [`exports.Db = require('@prisma/client').PrismaClient;`, `value: require('@prisma/client').PrismaClient`],
    [`export { PrismaClient as Db } from '@prisma/client';`, 'renamed-export: PrismaClient as Db'],
    [`${client}export { PrismaClient as Db };`, 'renamed-export: PrismaClient as Db'],
    [`${client}const a = new PrismaClient({`, 'syntax-error: new PrismaClient({'],
  ])('is left to you, at its place: %s', (text, wanted) => {
    expect(byHand(text)).toEqual([wanted]);
    expect(install(text)).toBe(text);
    expect(
      byHand(text.replaceAll(/\n(?=.)/g, '\n// pec-ignore-file\n').replace(/^/, '// pec-ignore-file\n')),
    ).toEqual([]);
  });

  it('is put around what can be wrapped, and the rest of the file is told', () => {
    const text = `${client}export const make = (): PrismaClient => new PrismaClient();\nexport const P = PrismaClient;\n`;
    const wrapped = `${client}import { withTransitions } from './generated/transitions/index.js';\nexport const make = (): PrismaClient => withTransitions(new PrismaClient());\nexport const P = PrismaClient;\n`;
    expect(install(text)).toBe(wrapped);
    expect(byHand(text)).toEqual(['value: PrismaClient']);
    expect(install(wrapped)).toBe(wrapped);
    expect(byHand(wrapped)).toEqual(['value: PrismaClient']);
  });

  it('is put around a client that came in since', () => {
    const text = `${client}import { withTransitions as w } from './pec.js';\nw(new PrismaClient());\nconst b = new PrismaClient();\n`;
    expect(install(text)).toBe(text.replace('b = new PrismaClient()', 'b = w(new PrismaClient())'));
  });

  it.each([
    `import type { PrismaClient } from '@prisma/client'; let a: PrismaClient;`,
    `import { withTransitions as w } from './pec.js'; import { PrismaClient } from '@prisma/client'; w(new PrismaClient());`,
    `import { PrismaClient } from '@prisma/client'; const made = (a: PrismaClient) => new Service(a);`,
    `${client}import { withTransitions } from './pec.js'; const bare = new PrismaClient(); export const db = withTransitions(bare);`,
    `${client}import { transitions } from './pec.js'; export const db = new PrismaClient().$extends(transitions());`,
    `${client}import { withTransitions } from './pec.js'; class S extends PrismaClient { constructor() { super(); return withTransitions(this); } }`,
    `${client}export const is = (a: unknown) => a instanceof PrismaClient; type P = typeof PrismaClient;`,
    `${client}expect(a).toBeInstanceOf(PrismaClient); vi.spyOn(PrismaClient.prototype, 'a'); mockDeep<PrismaClient>();`,
    `${client}module.exports = { PrismaClient }; exports.PrismaClient = PrismaClient; export { PrismaClient };`,
    `${client}const p = { provide: PrismaClient, useValue: db }; const f = { inject: [PrismaClient] }; m.get(PrismaClient);`,
    `const PrismaClient = getPrismaClient(config); exports.PrismaClient = PrismaClient;`,
    `export { PrismaClient } from './client.js'; export * from './client.js';`,
    `export interface Options { PrismaClient: string } const a = { PrismaClient: 1 };`,
  ])('is not due: %s', (text) => {
    expect(install(text)).toBe(text);
    expect(byHand(text)).toEqual([]);
  });
});
