import type { Obstacle } from '../../database/inspection.js';
import { databaseError } from '../database-error.js';
import { findTable } from '../deployed.js';
import type { Connect, Job } from '../job.js';
import type { Finding } from './check.js';
import { meaningOf } from './obstacles.js';

/**
 * What is best known before release 1 is written: whether the table lies in partitions, and whether its source is what
 * divides it, because no later release gets by that; and whether this user may make the triggers of release 1.
 *
 * @throws UserError `not-migrated` where there is no such table, `database-…`
 */
export async function lookBeforeFirstRelease(connect: Connect, given: Job): Promise<readonly Finding[]> {
  const connection = await connect();
  try {
    const { job } = await findTable(connection, given);
    const { table, source, target } = job.sync;
    const { obstacles, forbidsTriggers } = job.dialect.inspection;
    const found = await connection.query<Obstacle>(obstacles(table, source.column, target.column));
    const partitions = found.rows
      .filter(({ effect }) => effect === 'divides' || effect === 'divided')
      .map((obstacle) => meaningOf(obstacle, job));
    if (!job.needsTrigger || !forbidsTriggers) return partitions;
    const { rows } = await connection.query<{ user: string }>(forbidsTriggers);
    return [...partitions, ...rows.map(({ user }) => withoutRight(user))];
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
    message: `${user} may create no trigger while the server keeps a binary log (error 1419), and release 1 does`,
    hint: 'let an administrator set log_bin_trust_function_creators = 1, deploy as a user with SUPER, or choose sync = "client"',
  };
}
