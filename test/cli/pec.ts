import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const bin = path.resolve(import.meta.dirname, '../../dist/src/cli/bin.js');

/** One `pec` process. */
export interface Pec {
  readonly child: ChildProcess;
  /** The lines that it has written so far. */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** Resolves with the first line on stdout that holds this text; rejects if the process ends without one. */
  line(text: string): Promise<string>;
  /** The exit code once it has ended, or the name of the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** A folder with one schema, in which commands run as real processes. */
export interface PecProject {
  readonly directory: string;
  write(file: string, text: string): Promise<void>;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): Pec;
  run(
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<{ code: number | NodeJS.Signals; stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

/** @param schema the text of `prisma/schema.prisma` */
export async function createPecProject(schema: string): Promise<PecProject> {
  const directory = await mkdtemp(path.join(tmpdir(), 'pec-cli-'));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), text);
  };
  await write('prisma/schema.prisma', schema);

  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Pec => {
    const { DATABASE_URL: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: directory,
      env: { ...inherited, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: string[] = [];
    const stderr: string[] = [];
    const out = createInterface({ input: child.stdout }).on('line', (line) => stdout.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
    const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
    const line = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const written = stdout.find((each) => each.includes(text));
        if (written !== undefined) return resolve(written);
        out.on('line', (each) => each.includes(text) && resolve(each));
        void ended.then((code) =>
          reject(new Error(`ended with ${code}, without "${text}":\n${[...stdout, ...stderr].join('\n')}`)),
        );
      });
    return { child, stdout, stderr, line, ended };
  };

  return {
    directory,
    write,
    start,
    async run(args, env) {
      const pec = start(args, env);
      const code = await pec.ended;
      return { code, stdout: pec.stdout.join('\n'), stderr: pec.stderr.join('\n') };
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The schema of one rename, as it stands in phase expand unless `annotation` says otherwise. */
export function renameSchema({
  sync = 'trigger',
  phase = '',
  key = 'id Int @id',
}: {
  sync?: string;
  phase?: '' | 'migrate' | 'contract';
  key?: string;
} = {}): string {
  return `datasource db {
  provider = "postgresql"
}

generator pec {
  provider = "prisma-expand-contract"
  output   = "../generated/transitions"
  sync     = "${sync}"
}

model User {
  ${key}
  userName String?${phase === 'contract' ? ' @ignore' : ''}
  /// @transition from:userName${phase && ` phase:${phase}`}
  displayName String?
}
`;
}
