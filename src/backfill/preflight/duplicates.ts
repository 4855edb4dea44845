import type { Statement } from '../../database/dialect.js';
import type { Conversion } from '../../model/conversion.js';
import type { Job } from '../job.js';
import { ask, type Check, type Finding, unknown } from './check.js';

/** Rows that are told apart by the source, but not any more by what it maps to. */
export const duplicates: Check = {
  name: 'duplicates',
  title: 'No two rows become the same under a unique index.',
  scans: true,
  async look(subject) {
    const { job, direction } = subject;
    const uniques = job.later?.uniques ?? [];
    if (direction === 'backward' || uniques.length === 0) {
      return { findings: [], evidence: 'no unique index is to come' };
    }
    if (job.convert) return { findings: [], evidence: 'not looked at: a converter decides' };
    if (keepsApart(job.sync.forward)) {
      return { findings: [], evidence: 'what is unique in the source stays unique' };
    }
    const findings: Finding[] = [];
    for (const columns of uniques) {
      const statement = groups(job, columns);
      const rows = await ask<Readonly<Record<string, unknown>>>(subject, statement);
      if (rows === undefined) return unknown(statement);
      if (rows.length === 0) continue;
      const named = rows.slice(0, shown).map(({ pec_rows, ...values }) => {
        const texts = Object.values(values).map((value) => JSON.stringify(String(value)));
        return `(${texts.join(', ')}): ${Number(pec_rows).toLocaleString('en')} rows`;
      });
      const more = rows.length > shown ? '; …' : '';
      findings.push({
        weight: 'later',
        message: `(${columns.join(', ')}) will be unique from stage migrate on, but is not: ${named.join('; ')}${more}`,
        hint: 'decide which row of each keeps its value, and change the others',
      });
    }
    return { findings, evidence: uniques.map((columns) => `(${columns.join(', ')})`).join(', ') };
  },
};

const shown = 3;

/** Whether different sources always become different targets. */
function keepsApart(conversion: Conversion): boolean {
  if (conversion.kind !== 'map') return conversion.kind === 'copy';
  const { entries, otherwise } = conversion.map;
  return otherwise === undefined && new Set(entries.map(({ to }) => to)).size === entries.length;
}

/** Some groups of rows that would be the same. NULL is the same as nothing. */
function groups({ dialect, sync }: Job, columns: readonly string[]): Statement {
  const { quote } = dialect;
  const selected = columns.map((column) => {
    const value = column === sync.target.column ? dialect.converted(sync) : quote(column);
    return `${value} AS ${quote(column)}`;
  });
  const names = columns.map(quote);
  return {
    text:
      `SELECT ${names.join(', ')}, count(*) AS ${quote('pec_rows')} ` +
      `FROM (SELECT ${selected.join(', ')} FROM ${dialect.quoteTable(sync.table)}) AS ${quote('pec_values')} ` +
      `WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} ` +
      `GROUP BY ${names.join(', ')} HAVING count(*) > 1 LIMIT ${shown + 1}`,
    values: [],
  };
}
