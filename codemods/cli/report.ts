import { compareFindings, type Finding, type Level, type Report } from '../../src/report/report.js';
import type {
  CodemodReport,
  Diagnostic,
  Occurrence,
  OccurrenceClass,
  TransitionReport,
} from '../codemod-report.js';
import { sentenceOf } from './sentence.js';

const classes: readonly (readonly [OccurrenceClass, string])[] = [
  ['rewritten', 'rewritten'],
  ['unrelated', 'unrelated'],
  ['already-done', 'already done'],
  ['needs-you', 'needs you'],
  ['ignored', 'ignored'],
];

export interface ReportSetting {
  readonly toolVersion: string;
  /** What became of the edits. */
  readonly outcome: 'proposed' | 'written' | 'refused';
  /** Further facts of this run. */
  readonly facts?: readonly string[];
  /** Put before each file, with its slash: from the folder of the report's reader to the working directory. */
  readonly filePrefix?: string;
  /** Edits that wait are findings too: for `--check`. */
  readonly pending?: boolean;
}

/** The report of a codemod as what every format renders. */
export function codemodReport(run: CodemodReport, setting: ReportSetting): Report {
  const { toolVersion, outcome, facts = [], filePrefix = '', pending = false } = setting;
  const findings = [
    ...run.transitions.flatMap(occurrenceFindings),
    ...run.transitions.flatMap(diagnosticFindings),
    ...run.transitions.flatMap(shapeFindings),
    ...notAnalysedFindings(run),
    ...(pending ? pendingFindings(run) : []),
  ];
  return {
    tool: { name: 'pec-codemod', version: toolVersion },
    title: run.codemod,
    facts: [
      changed(run, outcome),
      `${count(run.filesAnalysed, 'file')} read in ${seconds(run)}`,
      ...scopeFacts(run),
      ...facts,
    ],
    table: {
      columns: ['', ...classes.map(([, label]) => label)],
      rows: run.transitions.map(({ id, counts }) => [id, ...classes.map(([name]) => counts[name])]),
    },
    findings: findings
      .map((finding) => ({ ...finding, file: `${filePrefix}${finding.file}` }))
      .sort(compareFindings),
    data: run,
  };
}

/** Whether a `--check` must fail: something waits to be rewritten, to be decided, or could not be looked at. */
export function hasOpenItems(run: CodemodReport): boolean {
  return (
    run.edits.length > 0 ||
    !run.verified ||
    run.notAnalysed.length > 0 ||
    run.unresolvedImports.length > 0 ||
    run.transitions.some(({ counts, diagnostics }) => counts['needs-you'] > 0 || diagnostics.length > 0)
  );
}

/** `1 file`, `2 files`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function changed({ filesChanged }: CodemodReport, outcome: ReportSetting['outcome']): string {
  if (outcome === 'refused') return 'nothing written: the rewritten code would not type-check';
  if (filesChanged === 0) return 'nothing to change';
  return `${count(filesChanged, 'file')} ${outcome === 'written' ? 'changed' : 'to change'}`;
}

/** Which packages of a workspace were read, and how many scripts were not. */
export function scopeFacts({
  packages = [],
  leftOut,
}: Pick<CodemodReport, 'packages' | 'leftOut'>): string[] {
  const { minified, vendored } = leftOut ?? { minified: 0, vendored: 0 };
  const kinds = [
    ...(minified > 0 ? [`${minified} minified`] : []),
    ...(vendored > 0 ? [`${vendored} of others (vendored)`] : []),
  ];
  return [
    ...(packages.length > 1 ? [`packages read: ${packages.join(', ')}`] : []),
    ...(kinds.length > 0 ? [`not read: ${kinds.join(', ')}`] : []),
  ];
}

function seconds({ milliseconds }: CodemodReport): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function occurrenceFindings({ id, occurrences }: TransitionReport): Finding[] {
  return occurrences.flatMap((occurrence): Finding[] => {
    if (occurrence.class === 'needs-you') {
      return [finding(id, occurrence, 'warning', occurrence.reason)];
    }
    return occurrence.note ? [finding(id, occurrence, 'note', occurrence.note)] : [];
  });
}

function finding(
  id: string,
  { file, line, column, length, hint }: Occurrence,
  level: Level,
  code: string,
): Finding {
  const message = `${id}: ${sentenceOf(code)}`;
  return { file, line, column, endColumn: column + length, level, code, message, ...(hint && { hint }) };
}

function diagnosticFindings({ id, diagnostics }: TransitionReport): Finding[] {
  return diagnostics.map(({ file, line, column, code, message, reason, hint, related }) => ({
    file,
    line,
    column,
    level: 'error',
    code: reason,
    message: `${id}: ${sentenceOf(reason)} TS${code}: ${message}${declaredAt(related)}`,
    hint,
  }));
}

/** What an error speaks of, for who reads it outside of an editor. */
function declaredAt(related: Diagnostic['related']): string {
  if (related.length === 0) return '';
  return ` (see ${related.map(({ file, line }) => `${file}:${line}`).join(', ')})`;
}

function shapeFindings({ id, shapeChanges }: TransitionReport): Finding[] {
  return shapeChanges.map(({ file, line, column, exit, paths, reason, hint }) => ({
    file,
    line,
    column,
    level: reason === 'shape-kept' || reason === 'shape-loses-key-later' ? 'note' : 'warning',
    code: reason,
    message: `${id}: ${sentenceOf(reason)} (${exit}: ${paths.join(', ')})`,
    ...(hint && { hint }),
  }));
}

function notAnalysedFindings({ notAnalysed, unresolvedImports }: CodemodReport): Finding[] {
  const top = { line: 1, column: 1, level: 'warning' } as const;
  return [
    ...notAnalysed.map(
      ({ file, reason }): Finding => ({
        ...top,
        file,
        code: reason,
        message: 'The file holds the old name and was not analysed.',
      }),
    ),
    ...unresolvedImports.map(
      ({ file, specifier }): Finding => ({
        ...top,
        file,
        code: 'unresolved-import',
        message: `The types of \`${specifier}\` are unknown here.`,
        hint: 'Install it or generate it, and run the codemod again.',
      }),
    ),
  ];
}

/** One for each file, at its first place. */
function pendingFindings({ codemod, transitions, edits }: CodemodReport): Finding[] {
  const files = new Map<string, number>();
  for (const { file } of edits) files.set(file, (files.get(file) ?? 0) + 1);
  const rewritten = transitions
    .flatMap(({ occurrences }) => occurrences)
    .filter((occurrence) => occurrence.class === 'rewritten');
  return [...files].map(([file, amount]) => {
    const first = rewritten.find((occurrence) => occurrence.file === file);
    return {
      file,
      line: first?.line ?? 1,
      column: first?.column ?? 1,
      level: 'note',
      code: 'not-rewritten',
      message: `${count(amount, 'edit')} of ${codemod} to make in this file.`,
      hint: `Run \`pec-codemod ${codemod} --write\`.`,
    };
  });
}
