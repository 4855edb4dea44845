import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../src/report/formats.js';
import type { Finding, Report } from '../../src/report/report.js';

const warning: Finding = {
  file: 'src/a b/ü,x.ts',
  line: 12,
  column: 5,
  endColumn: 13,
  level: 'warning',
  code: 'dynamic-key',
  message: '100 % of `Array<string>` <script>\nand @everyone.',
  hint: 'Name the field.',
};

const report: Report = {
  tool: { name: 'pec-codemod', version: '1.2.3' },
  title: 'switch-reads',
  facts: ['1 file to change', '3 files read in 0.1 s'],
  table: { columns: ['', 'rewritten', 'needs you'], rows: [['User.displayName', 12, 2]] },
  findings: [
    warning,
    { file: 'src/b.ts', line: 1, column: 1, level: 'error', code: 'TS2339', message: 'no such property' },
    { file: 'src/c.ts', line: 7, column: 2, level: 'note', code: 'wire-shape', message: 'changed' },
  ],
  data: { version: 1, nested: ['é'] },
};

const empty: Report = { ...report, findings: [], table: { columns: [''], rows: [] } };

describe('text', () => {
  test('facts, counts, then each finding with its hint', () => {
    expect(renderReport('text', { ...report, findings: report.findings.slice(0, 2) })).toBe(
      [
        'switch-reads: 1 file to change, 3 files read in 0.1 s',
        '',
        '                  rewritten  needs you',
        'User.displayName         12          2',
        '',
        'src/a b/ü,x.ts:12:5: warning [dynamic-key] 100 % of `Array<string>` <script>\nand @everyone.',
        '    hint: Name the field.',
        'src/b.ts:1:1: error [TS2339] no such property',
        '',
      ].join('\n'),
    );
  });

  test('colours only when asked for', () => {
    expect(renderReport('text', report)).not.toContain('\u001b');
    expect(renderReport('text', report, true)).toContain('\u001b[33mwarning\u001b[39m');
  });

  test('nothing found is one line', () => {
    expect(renderReport('text', empty)).toBe('switch-reads: 1 file to change, 3 files read in 0.1 s\n');
  });
});

test('json is the data of the command, untouched', () => {
  expect(JSON.parse(renderReport('json', report))).toEqual(report.data);
});

describe('github', () => {
  test('escapes what would end a property or the line', () => {
    expect(renderReport('github', report).split('\n')).toEqual([
      '::warning file=src/a b/ü%2Cx.ts,line=12,col=5,endColumn=13,title=dynamic-key::100 %25 of `Array<string>` <script>%0Aand @everyone.%0AName the field.',
      '::error file=src/b.ts,line=1,col=1,title=TS2339::no such property',
      '::notice file=src/c.ts,line=7,col=2,title=wire-shape::changed',
      'switch-reads: 1 file to change, 3 files read in 0.1 s',
      '',
    ]);
  });
});

describe('sarif', () => {
  test('places, levels and rules', () => {
    const log = JSON.parse(renderReport('sarif', report)) as Log;
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run?.tool.driver).toMatchObject({ name: 'pec-codemod', version: '1.2.3' });
    expect(run?.tool.driver.rules).toEqual([{ id: 'dynamic-key' }, { id: 'TS2339' }, { id: 'wire-shape' }]);
    expect(run?.results?.map(({ level }) => level)).toEqual(['warning', 'error', 'note']);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/a%20b/%C3%BC%2Cx.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12, startColumn: 5, endColumn: 13 },
    });
  });

  test('a clean run has an empty list of results', () => {
    const log = JSON.parse(renderReport('sarif', empty)) as Log;
    expect(log.runs[0]?.results).toEqual([]);
  });
});

describe('markdown', () => {
  test('a table, and a list to tick off', () => {
    expect(renderReport('markdown', report)).toBe(
      [
        '### switch-reads',
        '',
        '1 file to change, 3 files read in 0.1 s',
        '',
        '|  | rewritten | needs you |',
        '| --- | ---: | ---: |',
        '| User.displayName | 12 | 2 |',
        '',
        '#### Errors (1)',
        '',
        '- [ ] `src/b.ts:1:1` **TS2339**: no such property',
        '',
        '#### To do by hand (1)',
        '',
        '- [ ] `src/a b/ü,x.ts:12:5` **dynamic-key**: 100 % of `Array<string>` &lt;script> and &#64;everyone. Name the field.',
        '',
        '#### Notes (1)',
        '',
        '- `src/c.ts:7:2` **wire-shape**: changed',
        '',
      ].join('\n'),
    );
  });

  test('a backtick in a file name stays within its code', () => {
    const odd = { ...report, findings: [{ ...warning, file: 'a`b.ts' }] };
    expect(renderReport('markdown', odd)).toContain('`` a`b.ts:12:5 ``');
  });
});
