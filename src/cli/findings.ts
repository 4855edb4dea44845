import type { Checked, Finding } from '../backfill/preflight/preflight.js';
import { gateLine } from './gates.js';

/** `warning: …` where a later stage will fail, else `note: …`. */
export function findingLines(finding: Finding): readonly string[] {
  return [`${finding.weight === 'note' ? 'note' : 'warning'}: ${finding.message}`, ...hintOf(finding)];
}

/** A list of what was looked at, ticked where nothing stands in the way, with what was found. */
export function preflightLines(id: string, checked: readonly Checked[]): readonly string[] {
  return [
    `${id}: before the first write`,
    ...checked.flatMap(({ title, evidence, findings }) => {
      const wrong = findings.filter(({ weight }) => weight !== 'note').length;
      return [
        gateLine({ text: title, holds: wrong === 0, evidence: wrong === 0 ? evidence : `${wrong} found` }),
        ...findings
          .flatMap((finding) =>
            finding.weight === 'note' ? findingLines(finding) : [finding.message, ...hintOf(finding)],
          )
          .map((line) => `      ${line}`),
      ];
    }),
  ];
}

const hintOf = ({ hint }: Finding) => (hint ? [`  hint: ${hint}`] : []);
