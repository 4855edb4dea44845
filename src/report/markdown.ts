import { type Finding, type Level, placeOf, type Report, type Table } from './report.js';

const headings: readonly (readonly [Level, string])[] = [
  ['error', 'Errors'],
  ['warning', 'To do by hand'],
  ['note', 'Notes'],
];

/** For the description of a pull request: the counts as a table, the findings as a list to tick off. */
export function renderMarkdown({ title, facts, table, findings }: Report): string {
  const blocks = [
    `### ${escapeText(title)}`,
    `${escapeText(facts.join(', '))}`,
    ...(table && table.rows.length > 0 ? [tableText(table)] : []),
    ...headings.flatMap(([level, heading]) => {
      const items = findings.filter((finding) => finding.level === level);
      return items.length > 0 ? [`#### ${heading} (${items.length})`, items.map(item).join('\n')] : [];
    }),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function tableText({ columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => escapeText(String(cell)).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function item(finding: Finding): string {
  const { level, code, message, hint } = finding;
  const box = level === 'note' ? '' : '[ ] ';
  const text = [message, hint].filter((part) => part !== undefined).join(' ');
  return `- ${box}${codeSpan(placeOf(finding))} **${escapeText(code)}**: ${escapeText(text)}`;
}

/** Nothing in a message becomes HTML, a mention or a new paragraph; what stands in backticks stays code. */
function escapeText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('@', '&#64;')))
    .join('');
}

/** A fence longer than any run of backticks within. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
