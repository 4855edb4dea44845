import type { Checked, Finding } from '../backfill/preflight/preflight.js';
import { gateLine } from './gates.js';

/** `warning: …` where a later release will fail, else `note: …`. */
export function findingLines({ weight, message, hint }: Finding): readonly string[] {
  return [`${weight === 'note' ? 'note' : 'warning'}: ${message}`, ...(hint ? [`  hint: ${hint}`] : [])];
}

/** A list of what was looked at, ticked where nothing was found, and what was found. */
export function preflightLines(id: string, checked: readonly Checked[]): readonly string[] {
  return [
    `${id}: before the first write`,
    ...checked.flatMap(({ title, evidence, findings }) => {
      const holds = findings.every(({ weight }) => weight === 'note');
      const seen = evidence || `${findings.length} found`;
      return [
        gateLine({ text: title, holds, evidence: holds ? seen : `${findings.length} found` }),
        ...findings.flatMap((finding) => findingLines(finding).map((line) => `      ${line}`)),
      ];
    }),
  ];
}
