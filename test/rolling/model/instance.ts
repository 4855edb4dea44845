import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TransitionsMetadata } from '../../../src/runtime/metadata.js';
import type { Provider } from '../../../src/schema/transition.js';
import type { Client } from './world.js';

/** What a process needs to serve one generation. */
export interface Serving {
  readonly provider: Provider;
  readonly url: string;
  /** Absolute path of the generated client. */
  readonly client: string;
  /** Absent: the generation from before stage expand, which knows nothing of the extension. */
  readonly metadata?: TransitionsMetadata;
}

export interface Request {
  readonly id: number;
  readonly delegate: string;
  readonly operation: string;
  readonly args: object;
}

export type Response =
  | { readonly id: 0 }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly code?: string; readonly message: string } };

/** A generation in a process of its own. */
export interface Instance {
  /** Its client from afar: every operation of a delegate is one message. */
  readonly client: Client;
  stop(): Promise<void>;
}

export async function startInstance(serving: Serving): Promise<Instance> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const waiting = new Map<number, (response: Response) => void>();
  let requests = 0;
  child.on('message', (response: Response) => {
    waiting.get(response.id)?.(response);
    waiting.delete(response.id);
  });
  const ready = new Promise<Response>((resolve) => waiting.set(0, resolve));
  child.send(serving);
  await Promise.race([
    ready,
    once(child, 'exit').then(() => Promise.reject(new Error('a generation did not start'))),
  ]);
  const send = (delegate: string, operation: string, args: object) =>
    new Promise((resolve, reject) => {
      requests += 1;
      waiting.set(requests, (response) => {
        if ('error' in response)
          reject(Object.assign(new Error(response.error.message), { code: response.error.code }));
        else resolve('result' in response ? response.result : undefined);
      });
      child.send({ id: requests, delegate, operation, args } satisfies Request);
    });
  const delegateOf = (delegate: string) =>
    new Proxy({}, { get: (_, operation: string) => (args: object) => send(delegate, operation, args) });
  return {
    client: new Proxy({}, { get: (_, delegate: string) => delegateOf(delegate) }),
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
