import type { CodemodName } from '../codemod-report.js';
import { type Decision, leave, respell, rewrite } from '../edit/edit.js';
import type { Located } from '../locate/located.js';
import type { ForeignPlace } from './places.js';

/**
 * What a codemod does with a place that only syntax proves: names change, and whatever takes more than that is left
 * to a person.
 *
 * @param target what the name becomes; undefined for a compound unique key that has no counterpart
 * @param keepsValues false where values change with the name
 */
export function decideForeign(
  codemod: CodemodName,
  { located, beside }: ForeignPlace,
  target: string | undefined,
  keepsValues: boolean,
): Decision {
  const { verdict } = located;
  if (verdict.kind === 'settled') throw new Error('nothing is left to decide');
  const writes = verdict.role === 'write';
  switch (codemod) {
    case 'switch-reads':
      if (writes) return leave('unrelated', 'belongs-to-writes');
      break;
    case 'switch-writes':
    case 'dual-write':
      if (!writes) return leave('unrelated', 'belongs-to-reads');
      break;
    case 'hide-target':
      if (verdict.role === 'omit') break;
      return leave('unrelated', writes ? 'belongs-to-writes' : 'belongs-to-reads');
    case 'contract':
      return leave('needs-you', writes ? 'still-written' : 'still-read');
  }
  if (target === undefined) return leave('needs-you', 'no-target-key');
  if (codemod === 'dual-write' && beside.includes(target)) return leave('already-done', 'target-beside');
  if (beside.includes(target))
    return leave('needs-you', writes ? 'conflicting-write' : 'conflicting-condition');
  const isPlain =
    keepsValues && codemod !== 'dual-write' && (verdict.role !== 'omit' || codemod === 'rename-field');
  if (!isPlain) return leave('needs-you', 'untyped-syntax');
  return rewrite(verdict.reason, [respell(shapedAt(located, verdict.shape), target)]);
}

function shapedAt({ offset, name }: Located, shape: Parameters<typeof respell>[0]['shape']) {
  return { offset, name, shape };
}
