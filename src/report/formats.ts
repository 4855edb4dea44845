import { renderGithub } from './github.js';
import { renderJson } from './json.js';
import { renderMarkdown } from './markdown.js';
import type { Report } from './report.js';
import { renderSarif } from './sarif.js';
import { renderText } from './text.js';

export const reportFormats = ['text', 'json', 'sarif', 'github', 'markdown'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/**
 * Renders a report, with a line end after the last line.
 *
 * @param colour only `text` has colours
 */
export function renderReport(format: ReportFormat, report: Report, colour = false): string {
  switch (format) {
    case 'text':
      return renderText(report, colour);
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report);
    case 'github':
      return renderGithub(report);
    case 'markdown':
      return renderMarkdown(report);
  }
}
