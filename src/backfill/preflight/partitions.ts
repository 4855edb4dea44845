import type { Obstacle } from '../../database/inspection.js';
import { databaseError } from '../database-error.js';
import { findTable } from '../deployed.js';
import type { Connect, Job } from '../job.js';
import type { Finding } from './check.js';
import { meaningOf } from './obstacles.js';

/**
 * Whether the table lies in partitions, and whether its source is what divides it: best known before release 1 is
 * written, because no later one gets by it.
 *
 * @throws UserError `not-migrated` where there is no such table, `database-…`
 */
export async function lookForPartitions(connect: Connect, given: Job): Promise<readonly Finding[]> {
  const connection = await connect();
  try {
    const { job } = await findTable(connection, given);
    const { table, source, target } = job.sync;
    const { rows } = await connection.query<Obstacle>(
      job.dialect.inspection.obstacles(table, source.column, target.column),
    );
    return rows
      .filter(({ effect }) => effect === 'divides' || effect === 'divided')
      .map((obstacle) => meaningOf(obstacle, job));
  } catch (error) {
    throw databaseError(error, connection);
  } finally {
    await connection.close();
  }
}
