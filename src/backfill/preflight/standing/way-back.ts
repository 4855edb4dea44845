import type { Constraint, Standing } from '../../../database/catalog.js';
import type { Connection } from '../../../database/connection.js';
import { isTooLong } from '../../../database/way-back.js';
import { valuesBack } from '../../../model/conversion.js';
import type { Job } from '../../job.js';
import type { Finding } from '../check.js';
import type { Step } from './question.js';

/**
 * Whether the source takes every value that the way back of a map writes to it: by its length in the database, by the
 * constraints of its domain, and by each CHECK over it. The database itself evaluates the conditions.
 */
export async function aboutWayBack(
  connection: Connection,
  job: Job,
  all: readonly Standing[],
  step: Step,
): Promise<readonly Finding[]> {
  const { sync, dialect } = job;
  if (!sync.source) return [];
  const { forward, source: written } = sync;
  const values = forward.kind === 'map' ? valuesBack(forward.map) : [];
  const source = all.find((standing) => standing.kind === 'source-column');
  if (values.length === 0 || !source || !dialect.catalog || step === 'finish') return [];
  const findings: Finding[] = [];
  const told = (refused: readonly string[], by: string, hint: string, accept?: string) => {
    if (refused.length === 0) return;
    const named = refused.map((value) => JSON.stringify(value)).join(', ');
    findings.push({
      weight: step === 'backfill' ? 'later' : 'stops',
      message: `"${written.column}" cannot hold ${named}, which stage migrate writes back to it: ${by} refuses it`,
      hint,
      ...(accept !== undefined && { accept }),
    });
  };
  const widen = 'let it allow these values before stage expand, or map a value that it allows to the same';
  told(
    values.filter((value) => isTooLong(value, source.type)),
    `its type ${source.type}`,
    widen,
  );
  const { accepts } = dialect.catalog;
  if (!accepts) return findings;
  if (source.domain?.constrained) {
    // A value that the condition does not look at would not be converted at all.
    const taken = `${dialect.quote(written.column)} IS NOT NULL`;
    const outcome = await refusedBy(connection, values, (value) => accepts(sync, source.type, taken, value));
    told(outcome, `the domain ${source.type}`, widen);
  }
  for (const check of all.filter((standing) => standing.kind === 'check') as readonly Constraint[]) {
    if (check.expression === null) continue;
    if (check.columns.length > 1) {
      told(
        values,
        `${check.name} ${check.definition} reads other columns too, and perhaps`,
        `make sure that it allows them in every row`,
        check.bareName,
      );
      continue;
    }
    const { expression } = check;
    const outcome = await refusedBy(connection, values, (value) =>
      accepts(sync, source.type, expression, value),
    );
    told(outcome, `${check.name} ${check.definition}`, widen);
  }
  return findings;
}

async function refusedBy(
  connection: Connection,
  values: readonly string[],
  statement: (value: string) => Parameters<Connection['query']>[0],
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const value of values) {
    try {
      // Nothing is written: the condition of a check may call whatever the user has made.
      const { rows } = await connection.snapshot(() =>
        connection.query<{ holds: boolean | number }>(statement(value)),
      );
      if (!rows[0]?.holds) refused.push(value);
    } catch (error) {
      // A value that the type does not take, or at which the condition itself fails.
      if (connection.failure(error) === 'lost') throw error;
      refused.push(value);
    }
  }
  return refused;
}
