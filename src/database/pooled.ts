import type pg from 'pg';

/** How often the first session is asked who serves it while another one is kept busy. */
const rounds = 5;

/**
 * Whether a pooler hands the sessions of the server on after each transaction, as PgBouncer does with
 * `pool_mode = transaction`. Then locks and settings of a session end up with whoever comes next.
 *
 * The server says who it is when it is logged in to, and a pooler says something of its own. One that keeps a session
 * for each client is told by that: no two sessions are ever served by the same process, and none changes its own.
 *
 * @param open makes a further client, not yet connected
 */
export async function isPooled(client: pg.Client, open: () => pg.Client): Promise<boolean> {
  const pid = await servedBy(client);
  if (pid === (client as { readonly processID?: number | null }).processID) return false;
  if (!(await takesTransactions(client))) return true;
  const other = open();
  other.on('error', () => {});
  try {
    await other.connect();
    await other.query('BEGIN');
    if ((await servedBy(other)) === pid) return true;
    for (let round = 0; round < rounds; round += 1) {
      if ((await servedBy(client)) !== pid) return true;
    }
    return false;
  } catch {
    // A second session that is kept out shares nothing with the first.
    return false;
  } finally {
    await other.end().catch(() => {});
  }
}

/** A pooler that hands sessions on after each statement refuses them, and hangs up. */
async function takesTransactions(client: pg.Client): Promise<boolean> {
  try {
    await client.query('BEGIN');
    await client.query('ROLLBACK');
    return true;
  } catch (error) {
    if (error instanceof Error && 'severity' in error) return false;
    throw error;
  }
}

async function servedBy(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');
  return rows[0]!.pid;
}
