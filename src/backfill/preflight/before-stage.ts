import type { Standing } from '../../database/catalog.js';
import { databaseError } from '../database-error.js';
import { findTable } from '../deployed.js';
import type { Connect, Job } from '../job.js';
import type { Finding } from './check.js';
import type { Step } from './standing/question.js';
import { findingsAbout, readStanding } from './standing/read.js';
import { aboutWayBack } from './standing/way-back.js';

/** What a database knows around the source of a transition, and what that means for a step. */
export interface Surroundings {
  readonly standing: readonly Standing[];
  readonly findings: readonly Finding[];
}

/**
 * Asks the database, before the migrations of a stage are written, for everything that names the source, depends on
 * it or derives from it; and before stage expand whether this user may make its triggers.
 *
 * @throws UserError `not-migrated` where there is no such table, `database-…`
 */
export async function lookBeforeStage(connect: Connect, given: Job, step: Step): Promise<Surroundings> {
  const connection = await connect();
  try {
    const { job } = await findTable(connection, given);
    const standing = (await readStanding(connection, job)) ?? [];
    // With the types as the schema has them, to tell where the database has others.
    const declared = { ...job, sync: { ...given.sync, table: job.sync.table } };
    const findings = [
      ...findingsAbout(declared, standing, step),
      ...(await aboutWayBack(connection, job, standing, step)),
    ];
    const { forbidsTriggers } = job.dialect.inspection;
    if (step !== 'expand' || !job.needsTrigger || !forbidsTriggers) return { standing, findings };
    const { rows } = await connection.query<{ user: string }>(forbidsTriggers);
    return { standing, findings: [...findings, ...rows.map(({ user }) => withoutRight(user))] };
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}

/** Whoever deploys may be another user, so this stops nothing. */
function withoutRight(user: string): Finding {
  return {
    weight: 'later',
    message: `${user} may create no trigger while the server keeps a binary log (error 1419), and stage expand does`,
    hint: 'let an administrator set log_bin_trust_function_creators = 1, deploy as a user with SUPER, or choose sync = "client"',
  };
}
