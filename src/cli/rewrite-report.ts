import { scopeFacts } from '../../codemods/cli/report.js';
import type { CodemodName, CodemodReport, Diagnostic, Occurrence } from '../../codemods/codemod-report.js';

/** What one codemod did, in all of its runs. */
export interface Rewrite {
  readonly codemod: CodemodName;
  readonly rewritten: number;
  readonly filesChanged: number;
  /** What is left after the last run. */
  readonly open: readonly Occurrence[];
  /** Type errors at other places: of data that is passed on whole. */
  readonly typeErrors: readonly Diagnostic[];
  readonly notAnalysed: CodemodReport['notAnalysed'];
  /** Imports whose types are unknown: what is called unrelated there is not known to be. */
  readonly unresolvedImports: CodemodReport['unresolvedImports'];
  /** What was read and what was not, in words. */
  readonly scope: readonly string[];
}

export function rewriteOf(reports: readonly CodemodReport[], codemod: CodemodName): Rewrite {
  const runs = reports.filter((report) => report.codemod === codemod);
  const transitions = runs.flatMap((run) => run.transitions);
  return {
    codemod,
    rewritten: transitions.reduce((sum, { counts }) => sum + counts.rewritten, 0),
    filesChanged: new Set(runs.flatMap(({ edits }) => edits.map(({ file }) => file))).size,
    open: openOccurrences(runs.at(-1)),
    typeErrors: typeErrorsElsewhere(runs.at(-1)),
    notAnalysed: runs.at(-1)?.notAnalysed ?? [],
    unresolvedImports: runs.at(-1)?.unresolvedImports ?? [],
    scope: scopeFacts(runs.at(-1) ?? {}),
  };
}

function openOccurrences(report: CodemodReport | undefined): readonly Occurrence[] {
  const occurrences = report?.transitions.flatMap((transition) => transition.occurrences) ?? [];
  return occurrences.filter((occurrence) => occurrence.class === 'needs-you');
}

function typeErrorsElsewhere(report: CodemodReport | undefined): readonly Diagnostic[] {
  const isOpen = ({ file, line }: Diagnostic) =>
    openOccurrences(report).some((open) => open.file === file && open.line === line);
  const diagnostics = report?.transitions.flatMap((transition) => transition.diagnostics) ?? [];
  return diagnostics.filter((diagnostic) => !isOpen(diagnostic));
}

/** Whether edits wait for others, because they would add a type error by themselves. */
export function holdsBack(report: CodemodReport): boolean {
  return openOccurrences(report).some(({ reason }) => reason === 'adds-type-error');
}

/** `switch-reads  12 places in 3 files rewritten, 0 left to you` */
export function describeRewrite({
  codemod,
  rewritten,
  filesChanged,
  open,
  typeErrors,
  unresolvedImports,
}: Rewrite): string {
  const left = open.length + typeErrors.length + unresolvedImports.length;
  return `${codemod.padEnd(13)} ${plural(rewritten, 'place')} in ${plural(filesChanged, 'file')} rewritten, ${left} left to you`;
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
