import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageName } from '../../src/plan/stage.js';
import type { SyncMode } from '../../src/schema/transition.js';
import { type CommandResult, createWorkspace, type Workspace } from '../support/workspace.js';
import type { EditFile, RollingApplication } from './application.js';
import type { Tenant } from './operation.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../__fixtures__');

/** 0: before the transition; then its stages in order. */
export type ReleaseNumber = 0 | 1 | 2 | 3 | 4;

/** The application at one release: a tree of its own with its own generated client. */
export interface Release {
  readonly number: ReleaseNumber;
  readonly directory: string;
  /** `git diff --shortstat` against the release before. */
  readonly changed: string;
  /** The diff against the release before, of all but the migrations, whose folders bear the time. */
  readonly diff: string;
  /** The commands that made it, and what they printed. */
  readonly commands: readonly { readonly line: string; readonly printed: string }[];
}

/**
 * The application on its way through the releases, prepared as a user would: the annotation by hand, everything else by
 * the commands. Each release is prepared once and kept, so that several runs can share it.
 */
export interface Releases {
  readonly workspace: Workspace;
  /** The stages in order: stage expand is the first of them. */
  readonly stages: readonly StageName[];
  /** @param databaseUrl where the gates before this release are proved */
  prepare(number: ReleaseNumber, databaseUrl: string): Promise<Release>;
  remove(): Promise<void>;
}

export async function openReleases<T extends Tenant>(
  application: RollingApplication<T>,
  sync: SyncMode,
): Promise<Releases> {
  const workspace = await createWorkspace();
  const app = await workspace.copy(join(fixtures, application.name), 'app');
  const stages = stagesOf(sync);
  const prepared = new Map<ReleaseNumber, Release>();

  async function must(
    program: string,
    args: readonly string[],
    databaseUrl?: string,
  ): Promise<CommandResult> {
    const result = await workspace.run(app, program, args, databaseUrl ? { DATABASE_URL: databaseUrl } : {});
    if (result.code !== 0) {
      throw new Error(
        `${program} ${args.join(' ')} ended with ${result.code}:\n${result.stdout}${result.stderr}`,
      );
    }
    return result;
  }

  const edit: EditFile = async (path, change) => {
    const before = await readFile(join(app, path), 'utf8').catch(() => '');
    const after = change(before);
    if (after === before) throw new Error(`${path} is not what is to be changed by hand`);
    await writeFile(join(app, path), after);
  };

  /** Commits the tree as it stands and keeps a copy of it as the generation of this release. */
  async function release(number: ReleaseNumber, commands: Release['commands']): Promise<Release> {
    if (stages[number] === 'finish') await application.beforeFinish?.(edit);
    await must('git', ['add', '--all']);
    await must('git', ['commit', '--quiet', '--message', `Release ${number}`]);
    const against = async (...args: readonly string[]) =>
      number === 0 ? '' : (await must('git', ['diff', 'HEAD~1', ...args])).stdout;
    const changed = (await against('--shortstat')).trim();
    const diff = await against('--', ':!prisma/migrations', ':!src/generated');
    const directory = await workspace.copy(app, `generations/G${number}`);
    return { number, directory, changed, diff, commands };
  }

  async function next(number: ReleaseNumber, databaseUrl: string): Promise<Release> {
    switch (number) {
      case 0:
        await must('git', ['init', '--quiet']);
        await must('git', ['config', 'user.name', application.name]);
        await must('git', ['config', 'user.email', `${application.name}@example.invalid`]);
        await must('prisma', ['generate'], databaseUrl);
        return release(0, []);
      case 1: {
        const init = await pec(['init', '--sync', sync], databaseUrl);
        await edit('prisma/schema.prisma', application.annotate);
        return release(1, [init, await pec(['next'], databaseUrl)]);
      }
      default:
        return release(number, [await pec(['next', '--drained'], databaseUrl)]);
    }
  }

  async function pec(args: readonly string[], databaseUrl: string): Promise<Release['commands'][number]> {
    const { stdout } = await must('pec', args, databaseUrl);
    return { line: `npx pec ${args.join(' ')}`, printed: stdout };
  }

  async function prepare(number: ReleaseNumber, databaseUrl: string): Promise<Release> {
    if (number > 0) await prepare((number - 1) as ReleaseNumber, databaseUrl);
    const known = prepared.get(number);
    if (known) return known;
    const made = await next(number, databaseUrl);
    prepared.set(number, made);
    return made;
  }

  return { workspace, stages, prepare, remove: () => workspace.remove() };
}

/** On PostgreSQL a trigger serves every writer: then nothing but migrate is rolled out. */
function stagesOf(sync: SyncMode): readonly StageName[] {
  return sync === 'trigger' ? ['expand', 'migrate', 'finish'] : ['expand', 'migrate', 'contract', 'finish'];
}
