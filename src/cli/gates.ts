import { describeUnmapped } from '../backfill/unmapped.js';
import { verify } from '../backfill/verify.js';
import { UserError } from '../errors.js';
import type { Gate, Release } from '../plan/release.js';
import type { ColumnTransition } from '../schema/transition.js';
import { connectTo, jobOf } from './column-transitions.js';
import type { Project } from './project.js';

/** One gate, whether it holds, and how that is known or what to do. */
export interface GateState {
  readonly gate: Gate;
  readonly open: boolean;
  readonly evidence: string;
}

export interface Assertions {
  /** The user says that no instance of the generation before runs any more: no file or database could tell. */
  readonly drained: boolean;
}

/**
 * Looks at each gate behind a release. A database that cannot be reached leaves its gates open.
 *
 * @throws UserError `database-…`, `not-migrated`
 */
export async function lookAtGates(
  project: Project,
  transition: ColumnTransition,
  release: Release,
  { drained }: Assertions,
): Promise<readonly GateState[]> {
  let rows: GateState['evidence'] | undefined;
  let drift = 0;
  if (release.gates.some(({ kind }) => kind !== 'drained')) {
    const found = await verify(await connectTo(project), jobOf(project, transition));
    drift = found.drift;
    rows = `${found.rows.toLocaleString('en')} rows, ${found.drift.toLocaleString('en')} drift`;
    if (found.unmapped) rows += `; the map has no entry for ${describeUnmapped(found.unmapped)}`;
  }
  return release.gates.map((gate): GateState => {
    if (gate.kind === 'drained') {
      const evidence = drained ? 'you said so' : 'say so with --drained once it is true';
      return { gate, open: !drained, evidence };
    }
    const remedy = drift === 0 ? '' : '; run `npx pec backfill`';
    return { gate, open: drift > 0, evidence: `${rows}${remedy}` };
  });
}

/** `no instance of generation 0 runs any more`. */
export function gateSentence(gate: Gate): string {
  switch (gate.kind) {
    case 'drained':
      return gate.generation === 0
        ? 'no instance from before the transition runs any more'
        : `no instance of release ${gate.generation} runs any more`;
    case 'backfilled':
      return 'every row is copied (npx pec backfill)';
    case 'verified':
      return 'no row drifts (npx pec verify)';
  }
}

/** @throws UserError `gate-open` naming each gate that is */
export function requireClosed(id: string, next: Release, states: readonly GateState[]): void {
  const open = states.filter((state) => state.open);
  if (open.length === 0) return;
  const list = open.map(({ gate, evidence }) => `  - ${gateSentence(gate)}: ${evidence}`).join('\n');
  throw new UserError(
    'gate-open',
    `${id}: release ${next.number} (${next.name}) has to wait until\n${list}`,
    { hint: 'nothing was changed' },
  );
}
