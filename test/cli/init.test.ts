import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import { installExtension } from '../../codemods/extension/install-extension.js';
import { parseSource } from '../../codemods/source.js';
import { type Applications, openApplications, schema } from './application.js';

let applications: Applications;
beforeAll(async () => {
  applications = await openApplications();
});
afterAll(() => applications?.remove());

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
    const { code, stdout, stderr } = await app.pec(['init']);
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
      'src/nest.ts: makes a client in a way that is not rewritten; wrap it in withTransitions(…) yourself',
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
      byHand: ['src/nest.ts'],
    });
    expect(await app.changes()).toEqual([]);
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
  const install = (text: string, extension: '.js' | '' = '.js', file = '/app/src/db.ts') => {
    const edits = installExtension(
      parseSource(file, 'src/db.ts', text),
      '/app/src/generated/transitions/index.ts',
      extension,
    );
    return edits === 'by-hand' ? edits : applyEdits(text, edits);
  };

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

  it.each([
    `const prisma = require('@prisma/client'); new prisma.PrismaClient();`,
    `import * as prisma from '@prisma/client'; new prisma.PrismaClient();`,
    `import { PrismaClient } from '@prisma/client'; class Service extends PrismaClient {}`,
    `import { PrismaClient } from '@prisma/client'; const a = new PrismaClient({`,
  ])('is left to you: %s', (text) => {
    expect(install(text)).toBe('by-hand');
  });

  it.each([
    `import type { PrismaClient } from '@prisma/client'; let a: PrismaClient;`,
    `import { withTransitions as w } from './pec.js'; import { PrismaClient } from '@prisma/client'; w(new PrismaClient());`,
    `import { PrismaClient } from '@prisma/client'; const made = (a: PrismaClient) => new Service(a);`,
  ])('is not due: %s', (text) => {
    expect(install(text)).toBe(text);
  });
});
