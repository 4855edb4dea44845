import picocolors from 'picocolors';
import { type Finding, type Level, placeOf, type Report, type Table } from './report.js';

type Colours = ReturnType<typeof picocolors.createColors>;

/** For a person at a terminal: the facts, the table of counts, then every finding with its hint. */
export function renderText({ title, facts, table, findings }: Report, colour: boolean): string {
  const colours = picocolors.createColors(colour);
  const blocks = [
    [`${colours.bold(title)}: ${facts.join(', ')}`],
    table && table.rows.length > 0 ? tableLines(table, colours) : [],
    findings.flatMap((finding) => findingLines(finding, colours)),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function tableLines({ columns, rows }: Table, colours: Colours): string[] {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const [head, ...body] = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [colours.dim(head ?? ''), ...body];
}

function findingLines(finding: Finding, colours: Colours): string[] {
  const paint: Record<Level, (text: string) => string> = {
    error: colours.red,
    warning: colours.yellow,
    note: colours.cyan,
  };
  const first = `${placeOf(finding)}: ${paint[finding.level](finding.level)} [${finding.code}] ${finding.message}`;
  return finding.hint ? [first, `    ${colours.dim('hint:')} ${finding.hint}`] : [first];
}
