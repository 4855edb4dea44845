import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { CommandResult } from '../support/workspace.js';
import { type Application, type Applications, must } from './application.js';

/** One command that changes the tree, on fresh copies of one application. */
export interface Killed {
  readonly applications: Applications;
  readonly create: () => Promise<Application>;
  readonly program: 'pec' | 'pec-codemod';
  readonly args: readonly string[];
  readonly databaseUrl?: string;
}

/** All files but those of git; time stamps of migrations are left out. */
export async function treeOf(app: Application): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(app.folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(app.folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('.git/'))
    .sort();
  const texts = await Promise.all(files.map((name) => app.read(name)));
  return Object.fromEntries(files.map((name, index) => [name.replace(/\d{14}/, 'time'), texts[index]!]));
}

/**
 * Kills the command after random times and gives it again: the tree has to be as after a run that nobody disturbed.
 *
 * @param kills how often
 * @param check looks at the tree between the kill and the second run; `changed` tells whether anything was changed
 * @returns how many kills hit a tree that was half-done
 */
export async function killAtRandom(
  command: Killed,
  kills: number,
  check: (app: Application, changed: boolean) => Promise<void> = async () => {},
): Promise<number> {
  const { create, program, args } = command;
  const undisturbed = await create();
  const before = await treeOf(undisturbed);
  const began = performance.now();
  await must(runOnce(command, undisturbed));
  const whole = performance.now() - began;
  const after = await treeOf(undisturbed);
  let hits = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const app = await create();
    // The first third is spent on loading and reading.
    const delay = whole * (0.3 + 0.75 * ((kill + Math.random()) / kills));
    const hasEnded = await killAfter(command, app, delay);
    const left = await treeOf(app);
    // A kill between the last file and the end of the process finds nothing half-done.
    const isDone = hasEnded || (isDeepStrictEqual(left, after) && !(await hasJournal(app)));
    const changed = !isDeepStrictEqual(left, before);
    if (changed && !isDone) hits += 1;
    const note = `${program} ${args.join(' ')} killed after ${Math.round(delay)} of ${Math.round(whole)} ms`;
    expect(await leftovers(app), note).toEqual([]);
    if (isDone) continue;
    await check(app, changed);
    const again = await runOnce(command, app);
    expect({ note, ...again }).toMatchObject({ note, code: 0 });
    expect(await treeOf(app), `${note}\n${again.stdout}\n${again.stderr}`).toEqual(after);
    expect(await hasJournal(app), note).toBe(false);
  }
  return hits;
}

async function hasJournal(app: Application): Promise<boolean> {
  return (await readdir(path.join(app.folder, '.git'))).includes('prisma-expand-contract');
}

export function runOnce(
  { program, args, databaseUrl = '' }: Killed,
  app: Application,
): Promise<CommandResult> {
  return app.run(program, args, { DATABASE_URL: databaseUrl });
}

/** @returns whether the command ended before */
async function killAfter(command: Killed, app: Application, delay: number): Promise<boolean> {
  const bin = path.join(command.applications.workspace.directory, 'node_modules/.bin');
  const child = spawn(process.execPath, [path.join(bin, command.program), ...command.args], {
    cwd: app.folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      DATABASE_URL: command.databaseUrl ?? '',
    },
  });
  const ended = once(child, 'exit');
  await Promise.race([ended, wait(delay)]);
  const isDone = child.exitCode !== null;
  child.kill('SIGKILL');
  await ended;
  return isDone;
}

/** New files that `git add --all` would take and that no release brings. */
async function leftovers(app: Application): Promise<readonly string[]> {
  const { stdout } = await must(app.run('git', ['add', '--all', '--dry-run']));
  const names = [...stdout.matchAll(/^add '(.*)'$/gm)].map(([, name]) => name!);
  return names.filter((name) =>
    /(?:^|\/)\.pec|staging|\.after$|\.before$|prisma-expand-contract|~$/.test(name),
  );
}
