import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * Linters of SQL with the presets that this package ships, over the migrations of every release on PostgreSQL. They are
 * no dependencies of the project: squawk comes as a program for each platform, and a registry that lacks one of those
 * would break `npm ci` everywhere.
 */
const root = path.resolve(import.meta.dirname, '../..');
const golden = path.join(root, 'test/golden/postgresql');
const linters = ['squawk-cli@2.66.0', '@flvmnt/pgfence@0.1.5'];
const binOf = (name: string, bin: string) => path.join(folder, 'node_modules', name, bin);

let folder: string;
/** Paths below the folder. */
let migrations: readonly { readonly file: string; readonly sql: string }[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pec-linters-'));
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...options, ...linters], { cwd: folder });
  const found: { file: string; sql: string }[] = [];
  for (const name of (await readdir(golden)).filter((each) => each.startsWith('migrations-'))) {
    const text = await readFile(path.join(golden, name), 'utf8');
    // A file for each migration, as `pec next` writes them; the drop has no way back.
    const [, ...parts] = text.split(/^-- (\S+)\/migration\.sql\n/m);
    for (let index = 0; index < parts.length; index += 2) {
      const [migration, sql] = [parts[index]!, parts[index + 1]!];
      if (migration !== 'none') found.push({ file: `${name.slice(0, -4)}/${migration}/migration.sql`, sql });
    }
  }
  migrations = found;
  for (const { file, sql } of found) await write(file, sql);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, sql: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), sql);
}

async function run(bin: string, args: readonly string[]): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], {
      cwd: folder,
      maxBuffer: 64 << 20,
    });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout: stdout ?? '' };
  }
}

/** The rules that squawk says each file breaks. */
async function squawk(files: readonly string[], args: readonly string[] = []) {
  const { code, stdout } = await run(binOf('squawk-cli', 'js/bin/squawk'), [
    '--reporter',
    'json',
    ...args,
    ...files,
  ]);
  const issues: readonly { readonly file: string; readonly rule_name: string }[] = JSON.parse(stdout);
  return { code, issues: issues.map(({ file, rule_name: rule }) => ({ file, rule })) };
}

interface Analysis {
  readonly filePath: string;
  readonly checks: readonly { readonly ruleId: string }[];
  readonly extractionWarnings?: readonly unknown[];
}

async function pgfence(files: readonly string[]) {
  const args = await readFile(path.join(root, 'presets/pgfence.args'), 'utf8');
  const { code, stdout } = await run(binOf('@flvmnt/pgfence', 'dist/index.js'), [
    'analyze',
    ...args.trim().split(/\s+/),
    '--output',
    'json',
    ...files,
  ]);
  return { code, results: (JSON.parse(stdout) as { results: readonly Analysis[] }).results };
}

const preset = ['--config', path.join(root, 'presets/squawk.toml')];
const isConcurrent = (sql: string) => /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY/m.test(sql);
const paths = (isWanted: (sql: string) => boolean = () => true) =>
  migrations.filter(({ sql }) => isWanted(sql)).map(({ file }) => file);

test('there are migrations of both kinds, of every stage, and back', () => {
  const names = new Set(
    migrations.map(({ file }) => /pec_([a-z]+)_.*?(\.revert)?\//.exec(file)?.slice(1).join('')),
  );
  expect([...names].toSorted()).toEqual([
    'contract',
    'contract.revert',
    'expand',
    'expand.revert',
    'finish',
    'migrate',
    'migrate.revert',
  ]);
  expect(paths(isConcurrent)).not.toEqual([]);
});

test('squawk passes them with the preset, and without it speaks of what the preset names alone', async () => {
  expect(await squawk(paths(), preset)).toEqual({ code: 0, issues: [] });
  const { issues } = await squawk(paths());
  const text = await readFile(preset[1]!, 'utf8');
  const excluded = [...text.matchAll(/^ {2}"([\w-]+)",$/gm)].map((match) => match[1]);
  expect([...new Set(issues.map(({ rule }) => rule))].toSorted()).toEqual(excluded.toSorted());
  expect([...new Set(issues.map(({ file }) => file))].toSorted()).toEqual(paths(isConcurrent).toSorted());
});

test('pgfence passes them with the preset, and analyses what is no block', async () => {
  const { code, results } = await pgfence(paths());
  expect(code).toBe(0);
  const blind = results.filter(({ extractionWarnings = [] }) => extractionWarnings.length > 0);
  expect(blind.map(({ filePath }) => filePath).toSorted()).toEqual(
    paths((sql) => !isConcurrent(sql)).toSorted(),
  );
  expect(new Set(results.flatMap(({ checks }) => checks.map(({ ruleId }) => ruleId)))).toEqual(
    new Set(['prefer-robust-create-index']),
  );
});

test('both go on to find what is wrong', async () => {
  await write('wrong/1_pec_1/migration.sql', 'CREATE INDEX "a" ON "User" ("displayName");\n');
  const file = ['wrong/1_pec_1/migration.sql'];
  const found = await squawk(file, preset);
  expect(found.code).toBe(1);
  expect(found.issues.map(({ rule }) => rule)).toContain('require-concurrent-index-creation');
  expect((await pgfence(file)).code).toBe(1);
});

test('of the statements in blocks squawk says what the page says', async () => {
  const taken = migrations.filter(({ sql }) => !isConcurrent(sql));
  for (const { file, sql } of taken) await write(`blocks/${file}`, statementsOf(sql));
  const { issues } = await squawk(
    taken.map(({ file }) => `blocks/${file}`),
    preset,
  );
  const rows = new Map<string, Set<string>>();
  for (const { file } of taken) {
    const rules = issues.filter((issue) => issue.file === `blocks/${file}`).map(({ rule }) => `\`${rule}\``);
    const row = rows.get(named(file)) ?? new Set();
    rows.set(named(file), new Set([...row, ...rules]));
  }
  const table = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, rules]) => `| ${name} | ${[...rules].join(', ') || 'none'} |`);
  const page = await readFile(path.join(root, 'docs/linters.md'), 'utf8');
  expect(page).toContain(`| migration | rule of squawk |\n|---|---|\n${table.join('\n')}\n`);
});

/** The statements of SQL in a block, without what PL/pgSQL decides around them. */
function statementsOf(sql: string): string {
  const statements = sql
    .replaceAll(/AS (\$pec\d*\$)\n[\s\S]*?\1;/g, "AS 'BEGIN END';")
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^(?:SET LOCAL|ALTER|CREATE|DROP|UPDATE|DELETE|INSERT|LOCK|COMMENT|COMMIT)\b/.test(line),
    )
    .map((line) => (line === 'COMMIT;' ? 'COMMIT;\nBEGIN;' : line))
    .join('\n');
  return `BEGIN;\n${statements}\nCOMMIT;\n`;
}

function named(file: string): string {
  const [, stage, rest] = /pec_([a-z]+)_[\w.]+?((?:\.(?:index|unique)_\d)?(?:\.revert)?)\/migration/.exec(
    file,
  )!;
  const index = /index|unique/.test(rest!) ? ', an index' : '';
  return `stage ${stage}${index}${rest!.includes('revert') ? ', taken back' : ''}`;
}
