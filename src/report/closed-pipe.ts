/**
 * Lets a program end well whose reader leaves early (`pec status | head -3`): what it still prints goes nowhere, and
 * what it still does is done.
 */
export function allowClosedPipe(
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
