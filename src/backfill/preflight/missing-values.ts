import type { Statement } from '../../database/dialect.js';
import type { Job } from '../job.js';
import { ask, type Check, unknown } from './check.js';

/** Rows whose target would stay NULL, although stage migrate sets it NOT NULL. */
export const missingValues: Check = {
  name: 'missing-values',
  title: 'No row stays NULL where stage migrate wants a value.',
  scans: true,
  async look(subject) {
    const { job, direction } = subject;
    if (direction === 'backward' || job.later?.required !== true) {
      return { findings: [], evidence: 'NULL stays allowed' };
    }
    const statement = withoutValue(job);
    const rows = await ask<{ readonly pec_rows: number | string }>(subject, statement);
    if (rows === undefined) return unknown(statement);
    const count = Number(rows[0]?.pec_rows ?? 0);
    const { source, target } = job.sync;
    const given = source ? `value in "${source.column}"` : 'value from the expression';
    if (count === 0) return { findings: [], evidence: `every row has a value for "${target.column}"` };
    return {
      findings: [
        {
          weight: 'later',
          message:
            `${count.toLocaleString('en')} ${count === 1 ? 'row has' : 'rows have'} no ${given} ` +
            `for "${target.column}", which stage migrate sets NOT NULL`,
          hint: source
            ? 'give them a value, or make the field optional: the schema says that it is required'
            : 'let the expression of `backfill` give a value for every row',
        },
      ],
      evidence: '',
    };
  },
};

/** What a map does not know is no missing value: that has a check of its own. */
function withoutValue({ dialect, sync }: Job): Statement {
  const { quote } = dialect;
  const { source, target } = sync;
  const value = source && sync.forward.kind !== 'sql' ? quote(source.column) : dialect.converted(sync);
  const isEmpty = source ? '' : `${quote(target.column)} IS NULL AND `;
  return {
    text: `SELECT count(*) AS ${quote('pec_rows')} FROM ${dialect.quoteTable(sync.table)} WHERE ${isEmpty}${value} IS NULL`,
    values: [],
  };
}
