import { Worker } from 'node:worker_threads';
import type { CodemodRequest, CodemodRun } from '../../codemods/run.js';
import { UserError } from '../errors.js';
import type { PlainUserError } from './codemod-worker.js';

type Answer = { readonly run: CodemodRun } | { readonly userError: PlainUserError };

/**
 * Runs one codemod in a thread of its own. A compiler that is busy with a large file does not look at signals; here it
 * is ended in the midst of its work.
 *
 * @throws UserError of the codemod; the reason of the signal once that is aborted
 */
export async function runCodemodInThread(
  request: Omit<CodemodRequest, 'signal' | 'onProgress' | 'onNotice'>,
  signal: AbortSignal,
): Promise<CodemodRun> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./codemod-worker.js', import.meta.url), { workerData: request });
  try {
    return await new Promise<CodemodRun>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.on('message', (answer: Answer) => {
        if ('run' in answer) resolve(answer.run);
        else reject(userError(answer.userError));
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`The thread of ${request.codemod} ended with ${code}`)));
    });
  } finally {
    worker.unref();
    void worker.terminate();
  }
}

function userError({ code, message, place, hint, others }: PlainUserError): UserError {
  return new UserError(code, message, {
    ...(place && { place }),
    ...(hint && { hint }),
    others: others.map(userError),
  });
}
