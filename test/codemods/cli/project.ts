import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { main } from '../../../codemods/cli/main.js';
import type { CodemodRequest, CodemodRun } from '../../../codemods/run.js';
import { renameByText } from './rename-by-text.js';

/** A folder of its own with these files; removed after the test. */
export async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'pec-codemod-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

export async function git(cwd: string, ...args: string[]): Promise<string> {
  const settings = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'core.autocrlf=false'];
  const { stdout } = await promisify(execFile)('git', [...settings, ...args], { cwd });
  return stdout;
}

/** The same as a repository with everything committed. */
export async function makeRepository(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await makeFolder(files);
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all', '--force');
  await git(folder, 'commit', '--quiet', '--message', 'Start');
  return folder;
}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  readonly engine?: (request: CodemodRequest) => Promise<CodemodRun>;
  /** Typed at the prompt, one line each; makes both ends a terminal. */
  readonly typed?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
}

/** Runs the command in this process, against the small engine below unless told otherwise. */
export async function pecCodemod(
  cwd: string,
  args: readonly string[],
  setting: Setting = {},
): Promise<Result> {
  const { engine = renameByText, typed, env = {}, isTTY = typed !== undefined } = setting;
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => {
    const pass = new PassThrough();
    pass.on('data', (chunk) => {
      written[name] += chunk;
      if (name === 'stdout' && /\[y,n,a,q\] $/.test(written.stdout)) answer();
    });
    return Object.assign(pass, { isTTY });
  };
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const lines = [...(typed ?? [])];
  const answer = () => {
    const line = lines.shift();
    if (line === undefined) stdin.end();
    else stdin.write(`${line}\n`);
  };
  const [stdout, stderr] = [stream('stdout'), stream('stderr')];
  const code = await main(args, { cwd, env, stdin, stdout, stderr }, async () => engine);
  return { code, ...written };
}
