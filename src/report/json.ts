import type { Report } from './report.js';

/** The data of the command as it is; its shape is the command's contract (docs/schemas/). */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report.data, null, 2)}\n`;
}
