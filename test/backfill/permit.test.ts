import { describe, expect, it } from 'vitest';
import { permitCopy } from '../../src/backfill/permit.js';
import { parseSchema } from '../../src/schema/document.js';
import type { Phase, RenameColumn, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { renameSchema } from '../cli/pec.js';

function rename(phase: Phase): RenameColumn {
  const text = renameSchema({ phase: phase === 'expand' ? '' : phase });
  return readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql')[0] as RenameColumn;
}

describe('the side that is copied from has to be the newer one', () => {
  const cases: readonly [SyncMode, Phase, 'forward' | 'backward', RegExp | 'refused' | 'silent'][] = [
    ['trigger', 'expand', 'forward', 'silent'],
    ['trigger', 'expand', 'backward', 'refused'],
    ['trigger', 'migrate', 'forward', 'silent'],
    ['trigger', 'contract', 'forward', 'silent'],
    ['client', 'expand', 'forward', /no instance of the stage before/],
    ['client', 'expand', 'backward', 'refused'],
    ['client', 'migrate', 'forward', /userName wins and overwrites displayName/],
    ['client', 'migrate', 'backward', /Copies displayName back to userName/],
    ['client', 'contract', 'forward', 'refused'],
    ['client', 'contract', 'backward', /Copies displayName back to userName/],
    ['code', 'contract', 'forward', 'refused'],
  ];
  it.each(cases)('%s %s %s', (sync, phase, direction, wanted) => {
    const ask = () => permitCopy(rename(phase), sync, direction).join('\n');
    if (wanted === 'refused') expect(ask).toThrow(expect.objectContaining({ code: 'backfill-phase' }));
    else if (wanted === 'silent') expect(ask()).toBe('');
    else expect(ask()).toMatch(wanted);
  });
});
