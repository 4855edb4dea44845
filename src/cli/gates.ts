import { describeUnmapped } from '../backfill/unmapped.js';
import { describeDatabase } from '../database/database-name.js';
import { isUserError, UserError } from '../errors.js';
import { gateText } from '../plan/checklist.js';
import { deploymentGap } from '../plan/deployment.js';
import { revertName } from '../plan/migration-name.js';
import type { Gate, Stage } from '../plan/stage.js';
import { type Extent, uncommittedWork, type Work } from './committed.js';
import { type Evidence, gatherEvidence, lookAtMigrations, readEvidence } from './evidence.js';
import { count } from './progress-bar.js';
import type { Project } from './project.js';

/** What must hold of the stage before, whatever stage comes next. */
export type Standing =
  /** Its changes are committed. */
  | { readonly kind: 'committed' }
  /** Its migrations, and those of the stages before it, are in force. */
  | { readonly kind: 'deployed' };

/** One gate, whether it holds, and how that is known or what to do. */
export interface GateState {
  readonly gate: Gate | Standing;
  readonly text: string;
  readonly holds: boolean;
  /** Nothing speaks against the gate, and nothing that was looked at shows that it holds. */
  readonly unproven?: true;
  /** The table was looked at and has no rows: a backfill would prove no more. */
  readonly isEmpty?: true;
  readonly evidence: string;
}

/** What a user says, and where to look. */
export interface GateOptions {
  /** No instance of the generation before runs any more: neither files nor a database could tell. */
  readonly drained: boolean;
  /** Go on where no database can be asked. */
  readonly unverified: boolean;
  /** A file with what `pec verify --json` printed elsewhere, in place of a database. */
  readonly evidence: string | undefined;
}

/** Where a transition stands. */
export interface Position extends Work {
  /** The stage that the files hold. */
  readonly stage: Stage;
}

export interface Looked {
  readonly asked: Asked;
  readonly states: readonly GateState[];
}

/** A database that was asked, or why none was. */
export type Asked = Evidence | { readonly unreachable: string };

const unreachable: ReadonlySet<string> = new Set([
  'no-database-url',
  'driver-missing',
  'database-unreachable',
  'database-login',
  'database-missing',
  'database-refused',
  'database-untrusted',
  'database-encryption',
]);

/** Whether an error says that no database could be asked, and not what one has answered. */
export function isUnreachable(error: unknown): error is UserError {
  return isUserError(error) && unreachable.has(error.code);
}

/**
 * Looks at each gate behind a stage: first whether that stage is out, then what its plan asks for.
 *
 * @param known what a database has said already
 * @throws UserError `database-…` and `no-database-url` unless it may go on without, `not-migrated`, `…-evidence`
 */
export async function lookAtGates(
  project: Project,
  position: Position,
  options: GateOptions,
  known?: Asked,
): Promise<Looked> {
  const { transition, stage } = position;
  const { asked, states } = await lookAtStage(project, position, options, 'everything', known);
  const others = stage.gates.map((gate) =>
    stateOf(gate, gateText(gate, transition.id), asked, options.drained),
  );
  return { asked, states: [...states, ...others] };
}

/** Whether the stage that the files hold is committed and deployed, and what the database says beside it. */
export async function lookAtStage(
  project: Project,
  position: Position,
  options: Pick<GateOptions, 'unverified' | 'evidence'>,
  extent: Extent,
  known?: Asked,
): Promise<Looked> {
  const asked = known ?? (await ask(project, position, options));
  const work = await uncommittedWork(project, position, extent);
  const { name } = position.stage;
  const committed: readonly GateState[] =
    work === undefined
      ? []
      : [
          {
            gate: { kind: 'committed' },
            text: `Stage ${name} is committed.`,
            holds: work.length === 0,
            evidence: work.length === 0 ? 'as git says' : `not in git: ${shortList(work)}`,
          },
        ];
  return { asked, states: [...committed, deployedState(position, asked)] };
}

async function ask(
  project: Project,
  position: Position,
  { unverified, evidence }: Pick<GateOptions, 'unverified' | 'evidence'>,
): Promise<Asked> {
  const { transition, stage } = position;
  if (evidence !== undefined) return await readEvidence(project, transition, evidence);
  try {
    const found = await lookAtMigrations(project);
    const isBehind = found.migrations !== null && gapOf(position, found.migrations) !== undefined;
    const wantsRows = stage.gates.some(({ kind }) => kind !== 'drained');
    if (isBehind || !wantsRows)
      return { ...found, time: '', backfill: 'never begun', lastMigration: found.migrations?.at(-1) ?? null };
    return await gatherEvidence(project, transition, true);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    if (unverified) return { unreachable: error.message };
    const or = 'or go on with --unverified, or with --evidence of another environment';
    throw new UserError(error.code, error.message, { hint: error.hint ? `${error.hint}; ${or}` : or });
  }
}

function deployedState(position: Position, asked: Asked): GateState {
  const gate = { kind: 'deployed' } as const;
  const text = `Its migrations are applied.`;
  if ('unreachable' in asked) return { gate, text, ...unproven(`not looked at: ${asked.unreachable}`) };
  const where = describeDatabase(asked.database);
  if (asked.migrations === null) {
    return { gate, text, ...unproven(`Prisma Migrate keeps no account in ${where}`) };
  }
  const gap = gapOf(position, asked.migrations);
  return { gate, text, holds: gap === undefined, evidence: gap ? `${gap} in ${where}` : where };
}

/** What the database lacks or has too much of; undefined where it is where the files are. */
function gapOf({ plan, folders }: Position, applied: readonly string[]): string | undefined {
  const { missing, ahead } = deploymentGap(plan, folders, applied);
  if (missing.length > 0) return `…_${missing[0]} is not finished`;
  if (ahead.length > 0) return `…_${revertName(ahead[0]!)} is not finished`;
  return undefined;
}

const unproven = (evidence: string) => ({ holds: false, unproven: true, evidence }) as const;

function stateOf(gate: Gate, text: string, asked: Asked, drained: boolean): GateState {
  if (gate.kind === 'drained') {
    return { gate, text, holds: drained, evidence: drained ? 'you said so' : 'say so with --drained' };
  }
  if ('unreachable' in asked) return { gate, text, ...unproven('no database was asked') };
  const { verification, backfill } = asked;
  const where = describeDatabase(asked.database);
  if (!verification) return { gate, text, holds: false, evidence: `not before that, in ${where}` };
  const { rows, drift, unmapped } = verification;
  const unknown = unmapped ? `; the map has no entry for ${describeUnmapped(unmapped)}` : '';
  const found = `${count(rows)} rows, ${count(drift)} drift in ${where}`;
  if (drift > 0) return { gate, text, holds: false, evidence: `${found}${unknown}` };
  if (rows === 0)
    return { gate, text, isEmpty: true, ...unproven(`no rows in ${where}, which proves nothing`) };
  if (gate.kind === 'verified' || backfill === 'done') return { gate, text, holds: true, evidence: found };
  if (backfill === 'never begun' || backfill === 'pending')
    return { gate, text, ...unproven(`${found}, but no backfill has begun there, which proves nothing`) };
  return { gate, text, holds: false, evidence: `${found}, but the backfill there is ${backfill}` };
}

/** `  [x] No row drifts. (10 rows, 0 drift)` */
export function gateLine({ text, holds, evidence }: Pick<GateState, 'text' | 'holds' | 'evidence'>): string {
  return `  [${holds ? 'x' : ' '}] ${text} (${evidence})`;
}

/**
 * @returns the gates that nothing has shown to hold, and that the user goes on without
 * @throws UserError `gate-open` naming each gate that does not hold
 */
export function requireGates(
  id: string,
  next: Stage,
  states: readonly GateState[],
  unverified: boolean,
): readonly GateState[] {
  const open = states.filter(({ holds, unproven: lacksProof }) => !holds && !(lacksProof && unverified));
  if (open.length === 0) return states.filter(({ holds }) => !holds);
  const lacksProof = open.every((state) => state.unproven);
  const way = lacksProof
    ? ' Or go on with --unverified, or with --evidence of another environment: the migrations look at the rows themselves where they are applied, and refuse.'
    : '';
  throw new UserError('gate-open', `${id}: stage ${next.name} has to wait; nothing was changed`, {
    hint: `it can go on once this is true: ${open.map(({ text }) => text).join(' ')}${way}`,
  });
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
