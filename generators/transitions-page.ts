import { planTransition } from '../src/plan/plan.js';
import type { ApplicationStep, Gate, Release } from '../src/plan/release.js';
import type { RenameColumn, SyncMode } from '../src/schema/transition.js';
import { template } from './templates.js';
import type { Described } from './transitions-json.js';

interface ReleaseView {
  readonly number: number;
  readonly title: string;
  readonly isCurrent: boolean;
  readonly steps: readonly string[];
  readonly rollback: string;
}

const render = template<{
  readonly transitions: readonly {
    readonly id: string;
    readonly source: string;
    readonly target: string;
    readonly phase: string;
    readonly sync: string;
    readonly releases: readonly ReleaseView[];
  }[];
}>('TRANSITIONS.md');

/** `TRANSITIONS.md`: for each transition its releases, as a checklist, and the way back from each. */
export function transitionsPage(described: Described): string {
  return render({
    transitions: described.transitions.map((transition) => ({
      id: transition.id,
      source: `${transition.source.model}.${transition.source.field}`,
      target: transition.id,
      phase: transition.phase,
      sync: syncSentence[described.sync],
      releases: planTransition(transition, described).releases.map((release) =>
        releaseView(release, transition),
      ),
    })),
  });
}

function releaseView(
  { number, title, phase, migrations, application, gates, rollback }: Release,
  transition: RenameColumn,
): ReleaseView {
  return {
    number,
    title,
    isCurrent: phase === transition.phase,
    steps: [
      ...(number > 1 ? [`\`npx pec next ${transition.id}\` prepares the release`] : []),
      ...migrations.map(
        (migration) => `before the rollout, \`prisma migrate deploy\`: ${uncapitalise(migration.title)}`,
      ),
      ...application.map((step) => applicationStep(step, transition.id)),
      'roll the release out',
      ...gates.map((gate) => gateStep(gate, transition.id)),
    ],
    rollback: rollback.join(' '),
  };
}

const syncSentence: Readonly<Record<SyncMode, string>> = {
  trigger: 'a trigger in the database keeps both columns equal',
  client: 'the client extension writes both columns',
  code: 'the application writes both columns in its own code',
};

function applicationStep(step: ApplicationStep, id: string): string {
  switch (step.kind) {
    case 'install-extension':
      return 'apply the extension where the client is made: `withTransitions(new PrismaClient({ … }))`';
    case 'remove-extension':
      return 'take `withTransitions` away where the client is made';
    case 'codemod':
      return `\`npx pec-codemod ${step.name} --transition ${id} --write\``;
  }
}

function gateStep(gate: Gate, id: string): string {
  switch (gate.kind) {
    case 'drained':
      return gate.generation === 0
        ? 'wait until no instance of before release 1 runs'
        : `wait until no instance of release ${gate.generation} runs`;
    case 'backfilled':
      return `\`npx pec backfill ${id}\` copies what is there already`;
    case 'verified':
      return `\`npx pec verify ${id}\` finds no row whose columns differ`;
  }
}

function uncapitalise(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
