import { type Reason, reasons } from '../reasons.js';

const known: Readonly<Record<string, Reason>> = reasons;

/** What a reason code means; a code that has no sentence speaks for itself. */
export function sentenceOf(code: string): string {
  return known[code]?.sentence ?? code;
}
