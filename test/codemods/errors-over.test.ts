import path from 'node:path';
import { expect, test } from 'vitest';
import type { Checker, CheckerDiagnostic, Overlay } from '../../codemods/checker/checker.js';
import { openNativeChecker } from '../../codemods/checker/native.js';
import { openTsMorphChecker } from '../../codemods/checker/ts-morph.js';
import { span } from '../../codemods/edit/text-edit.js';
import { parseSource } from '../../codemods/source.js';
import { addedErrors, baselineOf } from '../../codemods/verify/added-errors.js';
import { dependentsAmong } from '../../codemods/verify/dependents.js';
import { errorsOver } from '../../codemods/verify/errors-over.js';
import { verify } from '../../codemods/verify/verify.js';
import { makeFolder } from './cli/project.js';

const FILES = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] }, "files": ["c.ts", "d.ts"] }',
  'a.ts': "export const a = 'text';\n",
  'b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
  'c.ts': "import { b } from './b.js';\nexport const c: string = b();\n",
  'd.ts': "export const d: string = 'text';\n",
};

async function open(openChecker = openNativeChecker) {
  const folder = await makeFolder(FILES);
  const file = (name: string) => path.join(folder, name);
  const scripts = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map(file);
  const checker = openChecker([{ config: file('tsconfig.json'), owned: new Set(scripts) }], new Map());
  const asked: string[][] = [];
  const counting: Checker = {
    ...checker,
    diagnostics: (files) => {
      asked.push(files.map((each) => path.basename(each)));
      return checker.diagnostics(files);
    },
  };
  const dependentsOf = dependentsAmong(scripts, new Map(), new Map(), []);
  const place = (name: keyof typeof FILES, old: string, text: string) => {
    const source = parseSource(file(name), name, FILES[name]);
    const offset = FILES[name].indexOf(old);
    return { source, offset, edits: [span(offset, offset + old.length, text)] };
  };
  const unedited: Overlay = new Map();
  const baseline = baselineOf(counting, unedited);
  const errorsWith = errorsOver({ checker: counting, unedited, baseline, dependentsOf });
  return { checker, asked, scripts, place, errorsWith, dependentsOf, file };
}

const shown = (errors: readonly CheckerDiagnostic[]) =>
  errors.map(({ file, code, offset }) => `${path.basename(file)}:${offset} ${code}`);

test('from round to round only what a changed edit can reach is checked again', async () => {
  const { checker, asked, scripts, place, errorsWith } = await open();
  const wrong = place('a.ts', "'text'", '1');
  const alone = place('d.ts', "'text'", '2');
  const both = ['c.ts:41 2322', 'd.ts:13 2322'];
  expect(shown(errorsWith([wrong, alone], scripts))).toEqual(both);
  // All of them, and as they stand those with an error.
  expect(asked.splice(0)).toEqual([
    ['a.ts', 'b.ts', 'c.ts', 'd.ts'],
    ['c.ts', 'd.ts'],
  ]);
  expect(shown(errorsWith([wrong, alone], scripts))).toEqual(both);
  expect(asked.splice(0)).toEqual([]);
  expect(shown(errorsWith([wrong], scripts))).toEqual(['c.ts:41 2322']);
  expect(asked.splice(0)).toEqual([['d.ts']]);
  // Not asked about yet, and stale when it is.
  expect(shown(errorsWith([alone], [scripts[3]!]))).toEqual(['d.ts:13 2322']);
  expect(asked.splice(0)).toEqual([['d.ts']]);
  expect(shown(errorsWith([alone], scripts))).toEqual(['d.ts:13 2322']);
  expect(asked.splice(0)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  checker.close();
});

test('the last word of a verification is about all files that an edit held back can reach', async () => {
  const { checker, asked, scripts, place, errorsWith, dependentsOf } = await open();
  const wrong = place('a.ts', "'text'", '1');
  const right = place('d.ts', "'text'", "'other'");
  const { kept, held, clean } = verify([wrong, right], scripts, errorsWith, dependentsOf);
  expect({ kept, held: held.map((each) => each.place), clean }).toEqual({
    kept: [right],
    held: [wrong],
    clean: true,
  });
  expect(asked).toEqual([['a.ts', 'b.ts', 'c.ts', 'd.ts'], ['c.ts'], ['c.ts'], ['a.ts', 'b.ts']]);
  checker.close();
});

test('an error of a file that no edit reaches holds nothing back, and one that an edit reaches does', async () => {
  const { checker, scripts, place, errorsWith, dependentsOf, file } = await open();
  const tooDeep = (name: string): CheckerDiagnostic => ({
    file: file(name),
    offset: 0,
    length: 6,
    code: 2589,
    message: 'Type instantiation is excessively deep and possibly infinite.',
    related: [],
  });
  const renamed = place('a.ts', "'text'", "'other'");
  const erroneous =
    (name: string) => (places: Parameters<typeof errorsWith>[0], scope: readonly string[]) => [
      ...errorsWith(places, scope),
      ...(places.length > 0 ? [tooDeep(name)] : []),
    ];
  expect(verify([renamed], scripts, erroneous('d.ts'), dependentsOf)).toEqual({
    kept: [renamed],
    held: [],
    clean: true,
  });
  expect(verify([renamed], scripts, erroneous('b.ts'), dependentsOf).held.map(({ place }) => place)).toEqual([
    renamed,
  ]);
  checker.close();
});

test('where the compiler gives up on a type may move within a file', () => {
  const deep = (offset: number, code = 2589) =>
    ({ file: '/d.ts', offset, length: 1, code, message: '', related: [] }) satisfies CheckerDiagnostic;
  let answer = [deep(0)];
  const checker = { overlay: () => {}, diagnostics: () => answer } as unknown as Checker;
  const baseline = baselineOf(checker, new Map());
  expect(baseline(['/d.ts'])).toHaveLength(1);
  answer = [deep(40), deep(60), deep(80, 2322)];
  expect(addedErrors(checker, [], new Map(), ['/d.ts'], baseline).map(({ code }) => code)).toEqual([2322]);
});

test.each([
  ['native', openNativeChecker],
  ['ts-morph', openTsMorphChecker],
])(
  '%s answers for the texts that it was given last, also when it had them before',
  async (_, openChecker) => {
    const { checker, scripts, file } = await open(openChecker);
    const errors = (overlay: Readonly<Record<string, string>>) => {
      checker.overlay(new Map(Object.entries(overlay).map(([name, text]) => [file(name), text])));
      return shown(checker.diagnostics(scripts));
    };
    const number = { 'a.ts': 'export const a = 1;\n' };
    const wrong = { 'd.ts': 'export const d: string = 2;\n' };
    const expected = { none: [], number: ['c.ts:41 2322'], wrong: ['d.ts:13 2322'] };
    expect(errors(number)).toEqual(expected.number);
    expect(errors({})).toEqual(expected.none);
    expect(errors(number)).toEqual(expected.number);
    expect(errors({})).toEqual(expected.none);
    expect(errors(wrong)).toEqual(expected.wrong);
    expect(errors({ ...number, ...wrong })).toEqual([...expected.number, ...expected.wrong]);
    expect(errors({})).toEqual(expected.none);
    expect(errors(number)).toEqual(expected.number);
    expect(errors({ 'a.ts': "export const a = 'x';\n" })).toEqual(expected.none);
    expect(errors(wrong)).toEqual(expected.wrong);
    checker.close();
  },
);
