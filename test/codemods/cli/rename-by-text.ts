import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastGlob from 'fast-glob';
import type { Edit, Occurrence, OccurrenceClass } from '../../../codemods/codemod-report.js';
import type { CodemodRequest, CodemodRun } from '../../../codemods/run.js';

/** `userName` becomes `displayName` in every TypeScript file; with a string around it, it needs somebody. */
export async function renameByText({ cwd, codemod }: CodemodRequest): Promise<CodemodRun> {
  const names = (await fastGlob('**/*.{ts,tsx,vue}', { cwd, ignore: ['**/node_modules/**'] })).sort();
  const occurrences: Occurrence[] = [];
  const edits: Edit[] = [];
  const files: CodemodRun['files'][number][] = [];
  for (const file of names) {
    const content = await readFile(path.join(cwd, file), 'utf8');
    // As in a real report, a byte order mark does not count.
    const mark = content.startsWith('\uFEFF') ? '\uFEFF' : '';
    const before = content.slice(mark.length);
    let after = before;
    for (const match of [...before.matchAll(/userName/g)].reverse()) {
      const offset = match.index;
      const lines = before.slice(0, offset).split('\n');
      const isText = /['"]$/.test(before.slice(0, offset)) || file.endsWith('.vue');
      occurrences.push({
        file,
        line: lines.length,
        column: (lines.at(-1) ?? '').length + 1,
        offset,
        length: 8,
        ...(isText
          ? { class: 'needs-you', reason: 'untyped-string', hint: 'Replace `userName` by hand.' }
          : { class: 'rewritten', reason: 'result-member' }),
      });
      if (isText) continue;
      edits.push({ file, offset, length: 8, text: 'displayName' });
      after = `${after.slice(0, offset)}displayName${after.slice(offset + 8)}`;
    }
    if (after !== before) {
      files.push({ path: path.join(cwd, file), file, before: content, after: mark + after });
    }
  }
  const amount = (name: OccurrenceClass) => occurrences.filter((each) => each.class === name).length;
  return {
    files,
    report: {
      version: 1,
      codemod,
      transitions: [
        {
          id: 'User.displayName',
          model: 'User',
          field: 'userName',
          counts: {
            rewritten: amount('rewritten'),
            unrelated: 0,
            'already-done': 0,
            'needs-you': amount('needs-you'),
            ignored: 0,
          },
          occurrences: occurrences.reverse(),
          diagnostics: [],
          shapeChanges: [],
        },
      ],
      edits: edits.sort((a, b) => (a.file === b.file ? a.offset - b.offset : a.file < b.file ? -1 : 1)),
      verified: true,
      notAnalysed: [],
      unresolvedImports: [],
      filesAnalysed: names.length,
      filesChanged: files.length,
      milliseconds: 12,
    },
  };
}
