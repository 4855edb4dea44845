import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { CodemodReport } from '../../../codemods/codemod-report.js';
import type { CodemodRequest, CodemodRun } from '../../../codemods/run.js';
import schema from '../../../docs/schemas/codemod-report-1.schema.json' with { type: 'json' };
import { UserError } from '../../../src/errors.js';
import { makeFolder, makeRepository, pecCodemod } from './project.js';
import { renameByText } from './rename-by-text.js';

const files = {
  'src/a.ts': 'f(user.userName);\n',
  'src/b.ts': 'f(user["userName"]);\n',
  'src/c.ts': 'f();\n',
};
const clean = { 'src/c.ts': 'f();\n' };

describe('the default', () => {
  test('prints the diff on standard output, the summary on standard error, and writes nothing', async () => {
    const folder = await makeFolder(files);
    const { code, stdout, stderr } = await pecCodemod(folder, ['switch-reads']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,1 +1,1 @@\n-f(user.userName);\n+f(user.displayName);\n',
    );
    expect(stderr).toBe(
      [
        'switch-reads: 1 file to change, 3 files read in 0.0 s',
        '',
        '                  rewritten  unrelated  already done  needs you  ignored',
        'User.displayName          1          0             0          1        0',
        '',
        'src/b.ts:1:9: warning [untyped-string] User.displayName: The string is the name of the field, but no type says so.',
        '    hint: Replace `userName` by hand.',
        '',
      ].join('\n'),
    );
    expect(await readFile(path.join(folder, 'src/a.ts'), 'utf8')).toBe(files['src/a.ts']);
  });

  test('nothing to change', async () => {
    const { code, stdout, stderr } = await pecCodemod(await makeFolder(clean), ['switch-reads']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('switch-reads: nothing to change');
  });

  test('colours on a terminal, unless NO_COLOR is set', async () => {
    const folder = await makeFolder(files);
    const onTerminal = await pecCodemod(folder, ['switch-reads'], { isTTY: true });
    expect(onTerminal.stdout).toContain('\u001b[32m');
    expect(onTerminal.stderr).toContain('\u001b[33m');
    const plain = await pecCodemod(folder, ['switch-reads'], { isTTY: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout + plain.stderr).not.toContain('\u001b');
  });
});

describe('exit codes', () => {
  test('progress on a terminal from the moment that projects are opened, and none elsewhere', async () => {
    const folder = await makeFolder({ 'a.ts': 'f(user.userName);\n' });
    const engine = async (request: CodemodRequest) => {
      request.onProgress?.({ step: 'search', done: 0, total: 0 });
      request.onProgress?.({ step: 'open', done: 0, total: 0 });
      return renameByText(request);
    };
    const onTerminal = await pecCodemod(folder, ['switch-reads'], { isTTY: true, engine });
    expect(onTerminal.stderr).toContain('opening projects');
    expect(onTerminal.stderr).not.toContain('searching files');
    expect(onTerminal.stdout).not.toContain('opening projects');
    const plain = await pecCodemod(folder, ['switch-reads'], { engine });
    expect(plain.stderr).not.toContain('opening projects');
  });

  test('--check: 1 while something is to rewrite, with a finding at each file', async () => {
    const folder = await makeFolder({ 'a.ts': 'f(user.userName);\n' });
    const { code, stdout } = await pecCodemod(folder, ['switch-reads', '--check', '--report', 'text']);
    expect(code).toBe(1);
    expect(stdout).toContain('a.ts:1:8: note [not-rewritten] 1 edit of switch-reads to make in this file');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('f(user.userName);\n');
  });

  test('--check: 1 while somebody has to decide, or a file could not be analysed; 0 when all is done', async () => {
    const check = ['switch-reads', '--check'];
    expect(await pecCodemod(await makeFolder({ 'a.ts': 'f(user["userName"])' }), check)).toMatchObject({
      code: 1,
    });
    const folder = await makeFolder(clean);
    expect(await pecCodemod(folder, check)).toMatchObject({ code: 0 });
    const engine = async (request: CodemodRequest) => {
      const run = await renameByText(request);
      return { ...run, report: { ...run.report, notAnalysed: [{ file: 'x.js', reason: 'syntax-error' }] } };
    };
    const { code, stderr } = await pecCodemod(folder, check, { engine });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'x.js:1:1: warning [syntax-error] The file holds the old name and was not analysed.',
    );
  });

  test('3 when the rewritten code would not type-check, and nothing is written', async () => {
    const folder = await makeRepository(files);
    const engine = async (request: CodemodRequest) => {
      const run = await withErrors(request);
      return { ...run, report: { ...run.report, verified: false, edits: [] } };
    };
    const { code, stderr } = await pecCodemod(folder, ['switch-reads', '--write'], { engine });
    expect(code).toBe(3);
    expect(stderr).toContain('switch-reads: nothing written: the rewritten code would not type-check');
    expect(stderr).toContain('src/a.ts:1:3: error [error-follows]');
    expect(stderr).toContain('TS2339: no displayName (see src/b.ts:4)');
    expect(await readFile(path.join(folder, 'src/a.ts'), 'utf8')).toBe(files['src/a.ts']);
  });

  test('0 when no transition is due, and it says why', async () => {
    const engine = async () => {
      throw new UserError('no-transition-due', 'No transition is due for contract');
    };
    const folder = await makeFolder({});
    const { code, stdout, stderr } = await pecCodemod(folder, ['contract', '--report', 'json'], { engine });
    expect(code).toBe(0);
    expect(stderr).toBe('No transition is due for contract\n');
    expect((JSON.parse(stdout) as CodemodReport).transitions).toEqual([]);
  });
});

describe('what it was not made for', () => {
  const usage: readonly (readonly [string, readonly string[], string])[] = [
    ['no codemod', [], "missing required argument 'codemod'"],
    ['an unknown flag', ['contract', '--wirte'], 'Did you mean --write?'],
    ['an unknown checker', ['contract', '--checker', 'flow'], 'Allowed choices are native, ts-morph'],
    ['an unknown report', ['contract', '--report', 'xml'], 'Allowed choices are text, json'],
    ['--check with --write', ['contract', '--check', '--write'], 'cannot be used with'],
    ['--format without --write', ['contract', '--format'], 'it needs --write or --interactive'],
    ['a place without a line', ['contract', '--explain', 'src/a.ts'], 'Write it as src/users.ts:42'],
  ];
  test.each(usage)('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await pecCodemod(await makeFolder({}), args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('[usage]\n  hint: See pec-codemod --help\n');
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  test('an unknown codemod, with the name that comes close', async () => {
    const folder = await makeFolder({});
    expect((await pecCodemod(folder, ['swich-reads'])).stderr).toBe(
      'There is no codemod swich-reads [unknown-codemod]\n  hint: Did you mean switch-reads?\n',
    );
    expect(await pecCodemod(folder, ['frobnicate'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hint: It is one of switch-reads, switch-writes'),
    });
  });

  test('a path that is not there', async () => {
    const { code, stderr } = await pecCodemod(await makeFolder({}), ['contract', 'scr']);
    expect(code).toBe(2);
    expect(stderr).toContain('scr does not exist [no-such-file]');
  });

  test('a mistake that the engine finds is one message; a bug shows its stack and asks to report it', async () => {
    const folder = await makeFolder({});
    const fail = (error: Error) => ({
      engine: async () => {
        throw error;
      },
    });
    const mistake = await pecCodemod(
      folder,
      ['contract'],
      fail(
        new UserError('unknown-transition', 'There is no User.dispayName', {
          hint: 'Did you mean User.displayName?',
        }),
      ),
    );
    expect(mistake).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no User.dispayName [unknown-transition]\n  hint: Did you mean User.displayName?\n',
    });
    const bug = await pecCodemod(folder, ['contract'], fail(new TypeError('x is not a function')));
    expect(bug.code).toBe(2);
    expect(bug.stderr).toMatch(/^TypeError: x is not a function\n {4}at /);
    expect(bug.stderr).toContain('This is a bug in prisma-expand-contract. Please report it');
  });
});

test('--help and --version are answers', async () => {
  const folder = await makeFolder({});
  const help = await pecCodemod(folder, ['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('Usage: pec-codemod [options] <codemod> [paths...]');
  expect((await pecCodemod(folder, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('every option reaches the engine, with absolute paths', async () => {
  const folder = await makeFolder({ ...files, 'tsconfig.json': '{}', 'transitions.json': '{}' });
  let seen: CodemodRequest | undefined;
  const engine = async (request: CodemodRequest) => {
    seen = request;
    return renameByText(request);
  };
  const options = [
    ...['--transition', 'User.displayName', '--transition', 'Post.title'],
    ...[
      '--project',
      'tsconfig.json',
      '--analysis-dir',
      '.',
      '--ignore',
      '**/*.test.ts',
      '--checker',
      'ts-morph',
    ],
    ...['--transitions', 'transitions.json'],
  ];
  await pecCodemod(folder, ['contract', 'src/a.ts', 'src/b.ts', ...options], { engine });
  expect(seen).toEqual({
    codemod: 'contract',
    cwd: folder,
    checker: 'ts-morph',
    ignore: ['**/*.test.ts'],
    transitionsFile: path.join(folder, 'transitions.json'),
    transitions: ['User.displayName', 'Post.title'],
    projects: [path.join(folder, 'tsconfig.json')],
    paths: [path.join(folder, 'src/a.ts'), path.join(folder, 'src/b.ts')],
    analysisDir: folder,
    onProgress: expect.any(Function),
    onNotice: expect.any(Function),
  });
  await pecCodemod(folder, ['contract'], { engine });
  expect(seen).toEqual({
    codemod: 'contract',
    cwd: folder,
    checker: 'native',
    ignore: [],
    onProgress: expect.any(Function),
    onNotice: expect.any(Function),
  });
});

describe('reports', () => {
  test('json is the report of the run, by its published schema', async () => {
    const { code, stdout } = await pecCodemod(await makeFolder(files), ['switch-reads', '--report', 'json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as CodemodReport;
    const validate = new Ajv({ strict: true, strictRequired: false, validateFormats: false }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.edits).toEqual([{ file: 'src/a.ts', offset: 7, length: 8, text: 'displayName' }]);
    for (const broken of [
      { ...report, version: 2 },
      { ...report, verified: undefined },
      { ...report, extra: 1 },
      { ...report, transitions: [{ ...report.transitions[0], counts: {} }] },
      { ...report, edits: [{ file: 'a', offset: -1, length: 0, text: '' }] },
    ]) {
      expect(validate(JSON.parse(JSON.stringify(broken)))).toBe(false);
    }
  });

  test('with --report-file the diff stays on standard output', async () => {
    const folder = await makeFolder(files);
    const options = ['--report', 'markdown', '--report-file', 'report.md'];
    const { code, stdout, stderr } = await pecCodemod(folder, ['switch-reads', ...options]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^--- a\/src\/a\.ts\n/);
    expect(stderr).toMatch(/; report in report\.md\n$/);
    expect(await readFile(path.join(folder, 'report.md'), 'utf8')).toMatch(/^### switch-reads\n/);
  });

  test('a report file that cannot be written is one message', async () => {
    const folder = await makeFolder(files);
    const { code, stderr } = await pecCodemod(folder, ['switch-reads', '--report-file', 'no/where.txt']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The report could not be written: .*\[report-file\]\n$/);
  });

  test('annotations and SARIF name files from the top of the repository', async () => {
    const folder = await makeRepository({ 'packages/api/a.ts': 'f(user["userName"]);\n' });
    const inner = path.join(folder, 'packages/api');
    const github = await pecCodemod(inner, ['switch-reads', '--report', 'github']);
    expect(github.stdout).toMatch(
      /^::warning file=packages\/api\/a\.ts,line=1,col=9,endColumn=17,title=untyped-string::/,
    );
    const sarif = await pecCodemod(inner, ['switch-reads', '--report', 'sarif']);
    expect(sarif.stdout).toContain('"uri": "packages/api/a.ts"');
    expect((await pecCodemod(inner, ['switch-reads', '--report', 'text'])).stdout).toContain(
      '\na.ts:1:9: warning',
    );
  });
});

describe('a type error that is left', () => {
  test('is explained at its line', async () => {
    const folder = await makeFolder(files);
    const { stdout } = await pecCodemod(folder, ['switch-reads', '--explain', 'src/c.ts:1'], {
      engine: withErrors,
    });
    expect(stdout).toContain('src/c.ts:1:7: User.displayName: needs-you [error-follows]');
    expect(stdout).toContain('note: TS2339: no displayName');
    expect(stdout).toContain('hint: See the error.');
  });

  test('gets its marker', async () => {
    const folder = await makeFolder({ ...files, 'src/c.ts': 'const c = 1;\n' });
    const todos = ['switch-reads', '--insert-todos', '--write', '--allow-dirty'];
    await pecCodemod(folder, todos, { engine: withErrors });
    expect(await readFile(path.join(folder, 'src/c.ts'), 'utf8')).toMatch(
      /^\/\/ pec-todo\(error-follows\): User\.displayName: .*\nconst c = 1;\n$/,
    );
  });
});

describe('--explain', () => {
  test('what was decided on a line, and why', async () => {
    const folder = await makeFolder(files);
    const { code, stdout } = await pecCodemod(folder, ['switch-reads', '--explain', './src/b.ts:1']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'src/b.ts:1:9: User.displayName: needs-you [untyped-string] The string is the name of the field, but no type says so.\n    hint: Replace `userName` by hand.\n',
    );
  });

  test('a line without one says where there are some', async () => {
    const folder = await makeFolder(files);
    const { code, stderr } = await pecCodemod(folder, ['switch-reads', '--explain', 'src/a.ts:9']);
    expect(code).toBe(2);
    expect(stderr).toContain('No occurrence on line 9 of src/a.ts: in this file the name stands on line 1');
  });
});

describe('--interactive', () => {
  const gap = 'g();\n'.repeat(10);
  const text = `1(user.userName);\n${gap}2(user.userName);\n${gap}3(user.userName);\n`;
  const choose = async (...typed: string[]) => {
    const folder = await makeRepository({ 'a.ts': text });
    const result = await pecCodemod(folder, ['switch-reads', '--interactive', '--report', 'json'], {
      typed,
      env: { NO_COLOR: '1' },
    });
    const after = await readFile(path.join(folder, 'a.ts'), 'utf8');
    return {
      ...result,
      taken: [...after.matchAll(/(\d)\(user\.displayName\)/g)].map((match) => match[1]).join(),
    };
  };

  test.each([
    [['y', 'n', 'y'], '1,3'],
    [['n', 'a'], '2,3'],
    [['y', 'q'], '1'],
    [['what?', 'Y', 'n', 'n'], '1'],
    [['q'], ''],
  ])('%j takes %s', async (typed, expected) => {
    const { code, taken, stdout } = await choose(...typed);
    expect({ code, taken }).toEqual({ code: 0, taken: expected });
    expect(stdout).toContain('(1/3) Rewrite this? [y,n,a,q] ');
  });

  test('what was declined needs you, in the report and its counts', async () => {
    const { stdout } = await choose('y', 'n', 'y');
    const report = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as CodemodReport;
    expect(report.transitions[0]?.counts).toMatchObject({ rewritten: 2, 'needs-you': 1 });
    expect(report.transitions[0]?.occurrences[1]).toMatchObject({
      line: 12,
      class: 'needs-you',
      reason: 'declined',
    });
    expect(report.edits).toHaveLength(2);
  });

  test('leaving the prompt writes nothing', async () => {
    const { code, taken, stderr } = await choose('y');
    expect({ code, taken }).toEqual({ code: 130, taken: '' });
    expect(stderr).toBe('Interrupted: nothing was written\n');
  });

  test('without a terminal it is refused', async () => {
    const { code, stderr } = await pecCodemod(await makeFolder(files), ['switch-reads', '--interactive']);
    expect(code).toBe(2);
    expect(stderr).toContain('--interactive needs a terminal to ask at [not-a-terminal]');
  });
});

describe('--insert-todos', () => {
  const text = [
    'export function Page() {',
    '  // eslint-disable-next-line',
    '  const name = user["userName"];',
    '  const sql = `',
    '    SELECT ${sql("userName")}',
    '  `;',
    '  return (',
    '    <p>',
    '      {user["userName"]}',
    '    </p>',
    '  );',
    '}',
    'export const keys = {',
    '  key: "userName", other: user.userName,',
    '};',
    '',
  ];
  const marker =
    '// pec-todo(untyped-string): User.displayName: The string is the name of the field, but no type says so.';
  const marked = text.flatMap((line, index) => {
    if (index === 1 || index === 3 || index === 6) return [`  ${marker}`, line];
    return index === 13 ? [`  ${marker}`, line.replace('.userName', '.displayName')] : [line];
  });

  test.each(['\n', '\r\n'])('above the statement or member that begins a line, once (%j)', async (eol) => {
    const folder = await makeRepository({ 'a.tsx': text.join(eol), 'b.vue': '<p>userName</p>' });
    const todos = ['switch-reads', '--insert-todos', '--write', '--allow-dirty'];
    const first = await pecCodemod(folder, todos);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('1 place that no comment can mark');
    expect(await readFile(path.join(folder, 'a.tsx'), 'utf8')).toBe(marked.join(eol));
    const second = await pecCodemod(folder, ['switch-reads', '--insert-todos']);
    expect(second).toMatchObject({ code: 0, stdout: '' });
  });

  test('a byte order mark stays the first character', async () => {
    const folder = await makeRepository({ 'a.ts': '\uFEFFf("userName", user.userName);\n' });
    await pecCodemod(folder, ['switch-reads', '--insert-todos', '--write']);
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe(
      `\uFEFF${marker}\nf("userName", user.displayName);\n`,
    );
  });
});

describe('--format', () => {
  test('the formatter of the project runs on what was written', async () => {
    const folder = await makeRepository({
      'a.ts': 'f( user.userName )',
      'b.ts': 'f( 1 )',
      'biome.json': '{ "formatter": { "enabled": true } }',
      'package.json': '{ "scripts": { "format": "biome format --write" } }',
    });
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    const { code, stdout } = await pecCodemod(folder, ['switch-reads', '--write', '--format']);
    expect(stdout).toContain('formatted with biome');
    expect(code).toBe(0);
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('f(user.displayName);\n');
    expect(await readFile(path.join(folder, 'b.ts'), 'utf8')).toBe('f( 1 )');
  });

  test('Prettier, with its own settings, and not on what it ignores', async () => {
    const folder = await makeRepository({
      'a.ts': 'f( "a", user.userName )',
      'b.ts': 'f( 1 )',
      'c.ts': 'f( user.userName )',
      '.prettierrc': '{ "singleQuote": true, "semi": false }',
      '.prettierignore': 'c.ts',
      'package.json': '{ "devDependencies": { "prettier": "*" } }',
    });
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    const { code, stdout } = await pecCodemod(folder, ['switch-reads', '--write', '--format']);
    expect(stdout).toContain('formatted with prettier');
    expect(code).toBe(0);
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe("f('a', user.displayName)\n");
    expect(await readFile(path.join(folder, 'b.ts'), 'utf8')).toBe('f( 1 )');
    expect(await readFile(path.join(folder, 'c.ts'), 'utf8')).toBe('f( user.displayName )');
  });

  test('a formatter that fails says so, and that the files are written', async () => {
    const folder = await makeRepository({
      'a.ts': 'f( user.userName )',
      '.prettierrc': '{ not json',
      'package.json': '{ "devDependencies": { "prettier": "*" } }',
    });
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    const { code, stderr } = await pecCodemod(folder, ['switch-reads', '--write', '--format']);
    expect(code).toBe(2);
    expect(stderr).toContain('The files are written; prettier failed on them');
    expect(stderr).toContain('[formatter-failed]');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('f( user.displayName )');
  });

  test('a project without one is told so before anything is written', async () => {
    const folder = await makeRepository({ 'a.ts': 'f( user.userName )' });
    const { code, stderr } = await pecCodemod(folder, ['switch-reads', '--write', '--format']);
    expect(code).toBe(2);
    expect(stderr).toContain('--format found no formatter in this project [no-formatter]');
    expect(await readFile(path.join(folder, 'a.ts'), 'utf8')).toBe('f( user.userName )');
  });
});

describe('list', () => {
  const transitions = JSON.stringify({
    version: 1,
    sync: 'trigger',
    transitions: [
      { id: 'User.displayName', phase: 'migrate', source: { field: 'userName' } },
      { id: 'Post.headline', phase: 'expand', source: { field: 'title' } },
    ],
  });

  test('each transition with what is due for it', async () => {
    const folder = await makeFolder({ 'src/generated/transitions.json': transitions });
    const { code, stdout } = await pecCodemod(folder, ['list']);
    expect(code).toBe(0);
    expect(stdout).toContain('  switch-reads   reads use the new field\n');
    expect(stdout).toContain(
      'Transitions in src/generated/transitions.json:\n' +
        '  User.displayName  from userName  phase migrate  due: switch-reads, switch-writes, contract\n' +
        '  Post.headline     from title     phase expand   due: nothing\n',
    );
  });

  test('none found, several found, not ours', async () => {
    expect((await pecCodemod(await makeFolder({}), ['list'])).stderr).toContain('[no-transitions]');
    const two = await makeFolder({ 'a/transitions.json': transitions, 'b/transitions.json': transitions });
    const several = await pecCodemod(two, ['list']);
    expect(several).toMatchObject({ code: 2 });
    expect(several.stderr).toContain('a/transitions.json, b/transitions.json');
    expect(await pecCodemod(two, ['list', '--transitions', 'a/transitions.json'])).toMatchObject({ code: 0 });
    await writeFile(
      path.join(two, 'schema.prisma'),
      'generator transitions {\n  provider = "prisma-expand-contract"\n  output = "./b"\n}\n',
    );
    expect((await pecCodemod(two, ['list'])).stdout).toContain('Transitions in b/transitions.json');
    await writeFile(path.join(two, 'a/transitions.json'), '{');
    expect(await pecCodemod(two, ['list', '--transitions', 'a/transitions.json'])).toMatchObject({ code: 2 });
  });
});

/** An engine whose rewritten code has errors, one of them in a file without the name. */
async function withErrors(request: CodemodRequest): Promise<CodemodRun> {
  const run = await renameByText(request);
  const error = {
    line: 1,
    length: 1,
    code: 2339,
    message: 'no displayName',
    reason: 'error-follows',
    hint: 'See the error.',
    related: [{ file: 'src/b.ts', line: 4, column: 1 }],
  };
  const diagnostics = [
    { ...error, file: 'src/a.ts', column: 3, offset: 2 },
    { ...error, file: 'src/c.ts', column: 7, offset: 6 },
  ];
  const transitions = run.report.transitions.map((each) => ({ ...each, diagnostics }));
  return { ...run, report: { ...run.report, transitions } };
}
