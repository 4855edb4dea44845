import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Diagnostic, Edit, Occurrence } from '../codemod-report.js';
import type { ChangedFile, CodemodRun } from '../run.js';
import { parseSource } from '../source.js';
import { sentenceOf } from './sentence.js';

export interface Marked {
  readonly run: CodemodRun;
  /** Places in files that take no such comment: templates of single-file components, SQL. */
  readonly unmarked: number;
}

/** Where something is left to do: an occurrence, or an error, at which the name need not stand. */
type OpenPlace = Pick<Occurrence, 'file' | 'offset' | 'length' | 'reason'>;

/**
 * Puts `// pec-todo(<reason>): …` above each place that needs somebody, once: where the same marker stands, nothing is
 * added. A comment line between two statements or two members changes nothing anywhere else, so it goes above the
 * innermost of them that begins its line; inside JSX or a template it would be text.
 */
export async function insertTodos(run: CodemodRun, cwd: string): Promise<Marked> {
  const open = new Map<string, { readonly id: string; readonly place: OpenPlace }[]>();
  for (const { id, occurrences, diagnostics } of run.report.transitions) {
    const left = occurrences.filter((occurrence) => occurrence.class === 'needs-you');
    const isLeft = (error: Diagnostic) =>
      left.some(({ file, line }) => file === error.file && line === error.line);
    const errors = diagnostics.filter((error) => !isLeft(error)).map((error) => ({ ...error, length: 0 }));
    for (const place of [...left, ...errors]) {
      open.set(place.file, [...(open.get(place.file) ?? []), { id, place }]);
    }
  }
  const files = new Map(run.files.map((file) => [file.file, file]));
  const edits: Edit[] = [];
  let unmarked = 0;
  for (const [file, items] of open) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) {
      unmarked += items.length;
      continue;
    }
    const changed = files.get(file) ?? (await unchangedFile(file, cwd));
    const { tree: source, hasByteOrderMark } = parseSource(changed.path, file, changed.before);
    const rewrites = run.report.edits.filter((edit) => edit.file === file);
    const markers = new Map<string, Edit>();
    for (const { id, place } of items) {
      const anchor = anchorOf(source, place.offset);
      const above = anchor && commentAbove(source, anchor);
      const isRewritten = rewrites.some(
        ({ offset, length }) => above && offset < above.start && above.start < offset + length,
      );
      if (!anchor || !above || isRewritten) {
        unmarked += 1;
        continue;
      }
      const line = markerLine(source, anchor, id, place);
      if (above.text.includes(line.trim())) continue;
      markers.set(`${above.start} ${line}`, { file, offset: above.start, length: 0, text: line });
    }
    const added = [...markers.values()].sort((a, b) => a.offset - b.offset);
    if (added.length === 0) continue;
    const mark = hasByteOrderMark ? 1 : 0;
    const after = changed.after.slice(0, mark) + insertAll(changed.after.slice(mark), rewrites, added);
    files.set(file, { ...changed, after });
    edits.push(...added);
  }
  const changedFiles = [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const report = {
    ...run.report,
    filesChanged: changedFiles.length,
    // The sort is stable: at one offset a marker stays before the edit.
    edits: [...edits, ...run.report.edits].sort((a, b) =>
      a.file === b.file ? a.offset - b.offset : a.file < b.file ? -1 : 1,
    ),
  };
  return { run: { report, files: changedFiles }, unmarked };
}

/** The innermost statement or member around a position that is the first thing on its line. */
function anchorOf(source: ts.SourceFile, offset: number): ts.Node | undefined {
  let anchor: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(source) || offset >= node.end) return;
    if (takesCommentAbove(node) && beginsLine(source.text, node.getStart(source))) anchor = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return anchor;
}

function takesCommentAbove(node: ts.Node): boolean {
  return (
    ts.isStatement(node) ||
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isEnumMember(node) ||
    ts.isObjectLiteralElement(node)
  );
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/**
 * The `//` lines directly above a node, where a marker of an earlier run would stand. A new one goes above them all: some
 * of them (`eslint-disable-next-line`) speak of the very next line.
 */
function commentAbove(
  source: ts.SourceFile,
  node: ts.Node,
): { readonly start: number; readonly text: string } {
  const { text } = source;
  const end = lineStart(text, node.getStart(source));
  let start = end;
  for (const range of (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).reverse()) {
    const isDirectlyAbove =
      text.slice(range.end, start).trim() === '' && lines(text.slice(range.end, start)) === 1;
    if (range.kind !== ts.SyntaxKind.SingleLineCommentTrivia || !isDirectlyAbove) break;
    start = lineStart(text, range.pos);
  }
  return { start, text: text.slice(start, end) };
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}

/** Without the old name itself, which would be one more occurrence of it, and without a hint, which may name a directive. */
function markerLine(source: ts.SourceFile, node: ts.Node, id: string, place: OpenPlace): string {
  const { text } = source;
  const { offset, length, reason } = place;
  const start = node.getStart(source);
  const indent = text.slice(lineStart(text, start), start);
  const sentence = sentenceOf(reason);
  const said =
    length > 0 ? sentence.replaceAll(text.slice(offset, offset + length), 'the old name') : sentence;
  const newline = text.indexOf('\n');
  const eol = newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
  return `${indent}// pec-todo(${reason}): ${id}: ${said}${eol}`;
}

/** Inserts at offsets of the old text into the text after the edits; a marker at an edit's start stands before it. */
function insertAll(after: string, edits: readonly Edit[], added: readonly Edit[]): string {
  let text = after;
  for (const { offset, text: line } of added.toReversed()) {
    const shift = edits
      .filter((edit) => edit.offset < offset)
      .reduce((sum, edit) => sum + edit.text.length - edit.length, 0);
    text = text.slice(0, offset + shift) + line + text.slice(offset + shift);
  }
  return text;
}

async function unchangedFile(file: string, cwd: string): Promise<ChangedFile> {
  const absolute = path.resolve(cwd, file);
  const text = await readFile(absolute, 'utf8');
  return { path: absolute, file, before: text, after: text };
}
