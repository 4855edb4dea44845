import type { Readable, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/** What a run sees of the process it is in. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & Pick<Partial<WriteStream>, 'isTTY'>;
  readonly stderr: Writable & Pick<Partial<WriteStream>, 'isTTY'>;
}

/** Whether to send colours there (https://no-color.org). */
export function hasColours(stream: Terminal['stdout'], env: Terminal['env']): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Whether a person is there to answer. */
export function isInteractive({ stdin, stdout }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}
