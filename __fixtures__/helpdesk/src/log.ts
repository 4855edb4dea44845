/** One JSON line on stderr for each failure: stdout belongs to the process manager. */
export function logError(message: string, fields: Record<string, unknown> = {}): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', time: new Date().toISOString(), message, ...fields })}\n`,
  );
}
