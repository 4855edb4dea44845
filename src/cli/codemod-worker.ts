import { parentPort, workerData } from 'node:worker_threads';
import { type CodemodRequest, runCodemod } from '../../codemods/run.js';
import { isUserError, type UserError } from '../errors.js';

/** An error as data: of an Error, nothing but name, message and stack goes from one thread to another. */
export interface PlainUserError extends Pick<UserError, 'code' | 'message' | 'place' | 'hint'> {
  readonly others: readonly PlainUserError[];
}

function plain({ code, message, place, hint, others }: UserError): PlainUserError {
  return { code, message, place, hint, others: others.map(plain) };
}

try {
  parentPort?.postMessage({ run: await runCodemod(workerData as CodemodRequest) });
} catch (error) {
  if (!isUserError(error)) throw error;
  parentPort?.postMessage({ userError: plain(error) });
}
