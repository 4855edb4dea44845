import { backwardOf } from '../../database/operation.js';
import { describeUnmapped, findUnmapped, unmappedHint } from '../unmapped.js';
import type { Check } from './check.js';

export const unmappedValues: Check = {
  name: 'unmapped-values',
  title: 'The map knows every value.',
  // Old instances may write another one at any time, so a run that goes on looks again.
  scans: false,
  async look({ connection, job, direction, signal }) {
    if (job.convert) return { findings: [], evidence: 'a converter answers for the rest' };
    if (direction === 'backward' || job.dialect.unmappedValues(job.sync) === undefined) {
      return { findings: [], evidence: 'there is no value that it could leave out' };
    }
    const found = await findUnmapped(connection, job, signal);
    const { column } = backwardOf(job.sync).source;
    if (found.length === 0) return { findings: [], evidence: `looked at every "${column}"` };
    const message = `${job.id}: the map has no entry for ${describeUnmapped(found)}`;
    return { findings: [{ weight: 'stops', message, hint: unmappedHint }], evidence: '' };
  },
};
