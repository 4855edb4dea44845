import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSchema } from '../../src/schema/document.js';
import {
  clientGenerators,
  generatorBlocks,
  ownGenerator,
  readGeneratorSettings,
  readProvider,
} from '../../src/schema/generator-config.js';
import { checkPrismaVersion, findPrisma } from '../../src/schema/installed-prisma.js';
import { loadSchema, validateSchema } from '../../src/schema/load.js';
import { installPrisma6 } from '../support/prisma-6.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pec-schema-'));
});
afterAll(() => rm(root, { recursive: true }));

async function project(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(root, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

const model = 'model A {\n  id Int @id\n}\n';

describe('the schema is found where the Prisma CLI finds it', () => {
  test.each<[string, Record<string, string>, string | undefined, string]>([
    ['default', { 'prisma/schema.prisma': model }, undefined, 'prisma/schema.prisma'],
    ['root', { 'schema.prisma': model }, undefined, 'schema.prisma'],
    ['explicit file', { 'db/x.prisma': model }, 'db/x.prisma', 'db/x.prisma'],
    ['explicit folder', { 'db/a.prisma': model, 'db/sub/b.prisma': '' }, 'db', 'db/a.prisma db/sub/b.prisma'],
    [
      'package.json',
      { 'db/x.prisma': model, 'package.json': '{"prisma":{"schema":"db/x.prisma"}}' },
      undefined,
      'db/x.prisma',
    ],
    [
      'config',
      {
        'db/a.prisma': model,
        'prisma.config.ts': 'export default { schema: "db" };',
        'prisma/schema.prisma': '',
      },
      undefined,
      'db/a.prisma',
    ],
  ])('%s', async (name, files, schemaPath, expected) => {
    const folder = await project(name.replace(/\W/g, '-'), files);
    const { files: found } = await loadSchema(folder, schemaPath);
    expect(found.map((file) => path.relative(folder, file.path)).join(' ')).toBe(expected);
  });

  test('nothing there', async () => {
    const folder = await project('nothing', { 'readme.md': '' });
    await expect(loadSchema(folder)).rejects.toMatchObject({ code: 'schema-not-found' });
    await expect(loadSchema(folder, 'no.prisma')).rejects.toMatchObject({
      code: 'schema-not-found',
      message: expect.stringContaining('no.prisma'),
    });
  });

  test('a config file that does not load', async () => {
    const folder = await project('broken', { 'prisma.config.ts': 'export default {{' });
    await expect(loadSchema(folder)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

test('errors of Prisma keep their file and line, without colours', async () => {
  const error = await validateSchema([
    { path: 'a.prisma', text: 'datasource db {\n  provider = "postgresql"\n}\n' },
    { path: 'b.prisma', text: 'model A {\n  id Int @id\n  x Foo\n  y Bar\n}\n' },
  ]).catch((each) => each);
  expect(error).toMatchObject({
    name: 'UserError',
    code: 'schema-invalid',
    message: expect.stringContaining('"Foo"'),
    place: { file: 'b.prisma', line: 3, column: 3, text: 'x Foo' },
    others: [{ place: { file: 'b.prisma', line: 4 } }],
  });
  expect(error.message).not.toContain('\u001b');
});

test('connections in the schema, as Prisma 6 has them, are no error, and move nothing', async () => {
  const datasource =
    'datasource db {\n  provider  = "postgresql"\n  url       = env("URL")\n  directUrl = env("A")\r\n}\n';
  const { datamodel } = await validateSchema([{ path: 'a.prisma', text: datasource + model }]);
  expect(datamodel.models.map(({ name }) => name)).toEqual(['A']);
  const wrong = await validateSchema([
    { path: 'a.prisma', text: `${datasource}model A {\n  id Int @id\n  x Foo\n}\n` },
  ]).catch((error) => error);
  expect(wrong).toMatchObject({ place: { file: 'a.prisma', line: 8, column: 3, text: 'x Foo' } });
});

describe('what another version of Prisma accepts', () => {
  const old = `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "views", "fullTextIndex"]
}
datasource db {
  provider = "mysql"
  url      = env("DATABASE_URL")
}
`;
  const schemaWith = async (name: string, text: string) => {
    const folder = await project(name, {});
    await installPrisma6(folder);
    return [
      { path: path.join(folder, 'a.prisma'), text: old },
      { path: path.join(folder, 'b.prisma'), text },
    ];
  };

  test('is accepted, with the data model of that Prisma', async () => {
    const files = await schemaWith('metrics', `${model}view V {\n  id Int @unique\n}\n`);
    const { datamodel } = await validateSchema(files);
    expect(datamodel.models.map(({ name }) => name)).toEqual(['A', 'V']);
  });

  test('is refused where that Prisma refuses it, at its file and line', async () => {
    const files = await schemaWith('metrics-wrong', 'model A {\n  id Int @id\n  x Foo\n  y Bar\n}\n');
    await expect(validateSchema(files)).rejects.toMatchObject({
      code: 'schema-invalid',
      place: { file: files[1]!.path, line: 3, column: 3, text: 'x Foo' },
      others: [{ place: { line: 4 } }],
    });
  });
});

test.each([
  ['8.0.0-rc.5', /neither generators/],
  ['8.1.0', /neither generators/],
  ['8.1.0-dev.7', undefined],
  ['6.15.0', /too old/],
  ['6.16.0', undefined],
  ['7.10.0', undefined],
])('Prisma %s', async (version, message) => {
  const folder = await project(`prisma-${version}`, {
    'node_modules/prisma/package.json': JSON.stringify({ name: 'prisma', version }),
  });
  const check = () => checkPrismaVersion(folder);
  if (message) expect(check).toThrow(message);
  else expect(check).not.toThrow();
});

const manifestOf = (name: string, version: string, bin: string) =>
  JSON.stringify({ name, version, bin: { [name]: bin } });

describe('of two Prismas', () => {
  test('the one with generators is taken: Prisma 7 beside Prisma 8', async () => {
    const folder = await project('prisma-7-beside-8', {
      'node_modules/prisma/package.json': manifestOf('prisma', '8.0.0-rc.19', 'dist/prisma.js'),
      'node_modules/@prisma/prisma7/package.json': JSON.stringify({
        name: '@prisma/prisma7',
        version: '7.10.0',
        exports: { './package.json': './package.json' },
      }),
      'node_modules/@prisma/prisma7/node_modules/prisma/package.json': manifestOf(
        'prisma',
        '7.10.0',
        'build/index.js',
      ),
    });
    expect(() => checkPrismaVersion(folder)).not.toThrow();
    expect(findPrisma(folder)).toEqual({
      version: '7.10.0',
      program: path.join(folder, 'node_modules/@prisma/prisma7/node_modules/prisma/build/index.js'),
      isBesidePrisma8: true,
    });
  });

  test('the one nearest to the schema is taken', async () => {
    const folder = await project('workspace', {
      'node_modules/prisma/package.json': manifestOf('prisma', '7.10.0', 'build/index.js'),
      'packages/db/node_modules/prisma/package.json': manifestOf('prisma', '6.19.3', 'build/index.js'),
    });
    expect(findPrisma(path.join(folder, 'packages/db/prisma'), folder)).toMatchObject({ version: '6.19.3' });
    expect(findPrisma(path.join(folder, 'packages'), folder)).toMatchObject({ version: '7.10.0' });
    expect(findPrisma(root)).toBe(undefined);
  });
});

describe('the generator block', () => {
  const read = (settings: string) => {
    const text = `generator client {
  provider = "prisma-client" // the client
  output = "../out/client"
}
generator transitions {
  provider = "prisma-expand-contract"
${settings}
}
datasource db {
  provider = "mysql"
}
`;
    const document = parseSchema([{ path: '/app/prisma/schema.prisma', text }]);
    const blocks = generatorBlocks(document);
    expect(readProvider(document)).toBe('mysql');
    expect(clientGenerators(blocks)).toEqual([
      { name: 'client', provider: 'prisma-client', output: '/app/out/client' },
    ]);
    return readGeneratorSettings(ownGenerator(blocks)!);
  };

  test('is read', () => {
    expect(read('  output = "../out/transitions"')).toEqual({
      output: '/app/out/transitions',
      sync: 'trigger',
      clientPath: undefined,
      fileExtension: 'ts',
    });
    expect(
      read('  output = "./t"\n  sync = "client"\n  clientPath = "../c"\n  generatedFileExtension = "js"'),
    ).toEqual({
      output: '/app/prisma/t',
      sync: 'client',
      clientPath: '/app/c',
      fileExtension: 'js',
    });
  });

  test.each([
    ['  output = "x"\n  snc = "code"', 'unknown-setting', 'did you mean `sync`?'],
    ['  output = "x"\n  sync = "triger"', 'unknown-sync', 'did you mean `trigger`?'],
    ['  output = "x"\n  sync = ["code"]', 'wrong-setting', 'write `sync = "…"`'],
    ['  output = "x"\n  generatedFileExtension = "mts"', 'wrong-setting', 'known are ts, js'],
    ['', 'missing-output', expect.stringContaining('output')],
  ])('%j is refused', (settings, code, hint) => {
    let error: unknown;
    try {
      read(settings);
    } catch (each) {
      error = each;
    }
    expect(error).toMatchObject({ code, hint });
  });

  test.each(['cockroachdb', 'sqlserver', 'mongodb'])('%s is not supported', (provider) => {
    const text = `datasource db {\n  provider = "${provider}"\n}\n`;
    expect(() => readProvider(parseSchema([{ path: 's.prisma', text }]))).toThrow(/not supported/);
  });
});
