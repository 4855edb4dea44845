import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { codemodReport, hasOpenItems } from '../../../codemods/cli/report.js';
import type { CodemodReport } from '../../../codemods/codemod-report.js';
import { renderReport, reportFormats } from '../../../src/report/formats.js';

const counts = { rewritten: 0, unrelated: 0, 'already-done': 0, 'needs-you': 0, ignored: 0 };
const run: CodemodReport = {
  version: 1,
  codemod: 'switch-reads',
  transitions: [
    {
      id: 'User.displayName',
      model: 'User',
      field: 'userName',
      counts,
      occurrences: [],
      diagnostics: [],
      shapeChanges: [
        {
          file: 'src/users.ts',
          line: 9,
          column: 17,
          offset: 200,
          length: 4,
          exit: 'response',
          paths: ['[].author.userName'],
          reason: 'shape-renames-key',
          hint: 'Tell who reads them.',
        },
      ],
    },
  ],
  edits: [],
  verified: true,
  notAnalysed: [],
  unresolvedImports: [],
  filesAnalysed: 1,
  filesChanged: 0,
  milliseconds: 1,
};

test.each(reportFormats)('%s says where records leave, and by which way', (format) => {
  const text = renderReport(format, codemodReport(run, { toolVersion: '1.0.0', outcome: 'proposed' }));
  expect(text).toContain('shape-renames-key');
  expect(text).toContain('src/users.ts');
  expect(text).toContain('[].author.userName');
});

test('the report keeps to its schema, and a place where records leave is no open item', async () => {
  const url = new URL('../../../docs/schemas/codemod-report-1.schema.json', import.meta.url);
  const validate = new Ajv({ strict: false }).compile(JSON.parse(await readFile(url, 'utf8')));
  expect(validate(run), JSON.stringify(validate.errors)).toBe(true);
  expect(hasOpenItems(run)).toBe(false);
});
