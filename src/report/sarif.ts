import type { Finding, Report } from './report.js';

/**
 * SARIF 2.1.0, as code scanning services take it: one run, one rule for each code that was found.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif({ tool, findings }: Report): string {
  const rules = [...new Set(findings.map(({ code }) => code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            ...(tool.url && { informationUri: tool.url }),
            rules: rules.map((id) => ({ id })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, rules.indexOf(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result({ file, line, column, endColumn, level, code, message, hint }: Finding, ruleIndex: number) {
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: hint ? `${message}\n${hint}` : message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: line,
            startColumn: column,
            ...(endColumn !== undefined && { endColumn }),
          },
        },
      },
    ],
  };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
