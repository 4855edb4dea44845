import type { Finding, Level, Report } from './report.js';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Workflow commands, which GitHub Actions shows at the lines of a pull request, and one closing line for the log.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(report: Report): string {
  return [...report.findings.map(annotation), summary(report)].map((line) => `${line}\n`).join('');
}

function annotation({ file, line, column, endColumn, level, code, message, hint }: Finding): string {
  const properties: Record<string, string | number> = {
    file,
    line,
    col: column,
    ...(endColumn !== undefined && { endColumn }),
    title: code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[level]} ${list.join(',')}::${escapeData(hint ? `${message}\n${hint}` : message)}`;
}

function summary({ title, facts }: Report): string {
  return escapeData([title, facts.join(', ')].filter(Boolean).join(': '));
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
