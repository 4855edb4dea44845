import { constants } from 'node:os';
import { type StopSignal, stopSignals } from '../files/stop-signals.js';

/** The first Ctrl-C asks a command to end cleanly; a second one ends it at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 130 after SIGINT, 143 after SIGTERM, 129 after SIGHUP: what shells expect. */
  exitCode(): number;
  /** Back to Node's own way. */
  dispose(): void;
}

// npm and others that start us pass a Ctrl-C on that we got from the terminal as well.
const echoMs = 300;

/** @param announce called once, at the first signal */
export function onInterrupt(announce: () => void): Interrupt {
  const controller = new AbortController();
  let exitCode = 128 + constants.signals.SIGINT;
  let first = 0;
  const listener = (name: StopSignal) => {
    if (controller.signal.aborted) {
      if (Date.now() - first > echoMs) process.exit(exitCode);
      return;
    }
    first = Date.now();
    exitCode = 128 + constants.signals[name];
    announce();
    controller.abort();
  };
  for (const name of stopSignals) process.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    dispose: () => {
      for (const name of stopSignals) process.off(name, listener);
    },
  };
}
