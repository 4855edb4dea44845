import { verify } from '../backfill/verify.js';
import { UserError } from '../errors.js';
import { gateText } from '../plan/checklist.js';
import type { Gate, Release } from '../plan/release.js';
import type { RenameColumn } from '../schema/transition.js';
import { connectTo, jobOf } from './column-transitions.js';
import { count } from './progress-bar.js';
import type { Project } from './project.js';

/** One gate, whether it holds, and how that is known or what to do. */
export interface GateState {
  readonly gate: Gate;
  readonly text: string;
  readonly holds: boolean;
  readonly evidence: string;
}

/**
 * Looks at each gate behind a release.
 *
 * @param drained the user says that no instance of the generation before runs any more: neither files nor a database
 *   could tell
 * @throws UserError `database-…`, `not-migrated`
 */
export async function lookAtGates(
  project: Project,
  transition: RenameColumn,
  { gates }: Release,
  drained: boolean,
): Promise<readonly GateState[]> {
  const wantsRows = gates.some(({ kind }) => kind !== 'drained');
  const found = wantsRows ? await verify(await connectTo(project), jobOf(project, transition)) : undefined;
  return gates.map((gate) => {
    const text = gateText(gate, transition.id);
    if (gate.kind === 'drained' || !found) {
      return { gate, text, holds: drained, evidence: drained ? 'you said so' : 'say so with --drained' };
    }
    const { rows, drift } = found;
    return { gate, text, holds: drift === 0, evidence: `${count(rows)} rows, ${count(drift)} drift` };
  });
}

/** `  [x] No row drifts. (10 rows, 0 drift)` */
export function gateLine({ text, holds, evidence }: Pick<GateState, 'text' | 'holds' | 'evidence'>): string {
  return `  [${holds ? 'x' : ' '}] ${text} (${evidence})`;
}

/** @throws UserError `gate-open` naming each gate that does not hold */
export function requireGates(id: string, next: Release, states: readonly GateState[]): void {
  const open = states.filter(({ holds }) => !holds);
  if (open.length === 0) return;
  throw new UserError(
    'gate-open',
    `${id}: release ${next.number} (${next.name}) has to wait; nothing was changed`,
    { hint: `it can go on once this is true: ${open.map(({ text }) => text).join(' ')}` },
  );
}
