/** The first Ctrl-C asks a command to end cleanly; a second one ends it at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 130 after SIGINT, 143 after SIGTERM: what shells expect. */
  exitCode(): number;
  /** Back to Node's own way. */
  dispose(): void;
}

const numbers = { SIGINT: 2, SIGTERM: 15 } as const;

// npm and others that start us pass a Ctrl-C on that we got from the terminal as well.
const echoMs = 300;

/** @param announce called once, at the first signal */
export function onInterrupt(announce: () => void): Interrupt {
  const controller = new AbortController();
  let exitCode = 128 + numbers.SIGINT;
  let first = 0;
  const listener = (name: keyof typeof numbers) => {
    if (controller.signal.aborted) {
      if (Date.now() - first > echoMs) process.exit(exitCode);
      return;
    }
    first = Date.now();
    exitCode = 128 + numbers[name];
    announce();
    controller.abort();
  };
  for (const name of Object.keys(numbers)) process.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    dispose: () => {
      for (const name of Object.keys(numbers)) process.off(name, listener);
    },
  };
}
