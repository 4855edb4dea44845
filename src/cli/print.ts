/** How a command speaks on stdout: sentences for people, or one JSON object a line for programs. */
export interface Output {
  readonly json: boolean;
  /** A sentence; silent under `--json`. */
  say(line: string): void;
  /** An event; silent without `--json`. */
  emit(event: { readonly event: string; readonly [name: string]: unknown }): void;
}

export function outputFor({ json = false }: { readonly json?: boolean }): Output {
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  return {
    json,
    say: (line) => {
      if (!json) write(line);
    },
    emit: (event) => {
      if (json) write(JSON.stringify(event));
    },
  };
}
