import type { TransitionEntry } from '../../src/schema/transitions-file.js';
import type { SearchedName } from '../locate/brand.js';

/** What the generated module exports for each transition, and what goes with it: its helper and its converter. */
export function helperNames(entries: readonly TransitionEntry[]): SearchedName[] {
  return entries.flatMap(({ model, helper, values }, transition) => [
    { transition, model, name: helper },
    ...(values ? [{ transition, model, name: converterName(helper) }] : []),
  ]);
}

export function converterName(helper: string): string {
  return `${helper}Converter`;
}
