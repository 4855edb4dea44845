import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** One running process of one generation of the application. */
export interface Instance {
  readonly generation: string;
  readonly url: string;
  /** What the process wrote to stderr so far, line by line. */
  errors(): readonly string[];
  /** SIGTERM, and wait until it has drained; rejects if it does not end with code 0. */
  stop(): Promise<void>;
}

export interface InstanceOptions {
  readonly generation: string;
  /** The folder of that generation's tree. */
  readonly directory: string;
  /** Arguments of `node`, for example `['--import', 'tsx', 'src/server.ts']`. */
  readonly nodeArguments: readonly string[];
  readonly databaseUrl: string;
}

const startTimeoutMs = 60_000;

/**
 * Starts an application that listens on a free port of the loopback interface and says so with one JSON line
 * `{"listening": port}` on stdout.
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const child = spawn(process.execPath, options.nodeArguments, {
    cwd: options.directory,
    env: { ...process.env, DATABASE_URL: options.databaseUrl, PORT: '0', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const port = await listeningPort(child, () => `${options.generation} did not start:\n${errors.join('\n')}`);
  return {
    generation: options.generation,
    url: `http://127.0.0.1:${port}`,
    errors: () => errors,
    stop: () => stop(child, options.generation),
  };
}

function listeningPort(child: ChildProcess, failure: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${failure()}\n(no answer within ${startTimeoutMs / 1000} s)`));
    }, startTimeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(failure()));
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const port = /^\{"listening":\s*(\d+)/.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

async function stop(child: ChildProcess, generation: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  if (child.exitCode !== 0) {
    throw new Error(`${generation} ended with ${child.exitCode ?? child.signalCode} instead of draining`);
  }
}
