import type { Room } from '../../database/inspection.js';
import type { Check } from './check.js';

/** From here on a run says how much it writes. */
const large = 2 ** 30;

export const room: Check = {
  name: 'room',
  title: 'There is room for the copy.',
  scans: false,
  async look({ connection, job, direction }) {
    const { source, target, table } = job.sync;
    // A column that is filled takes about what its own type takes: nothing else can be measured.
    const from = direction === 'forward' && source ? source : target;
    const { rows } = await connection.query<Room>(job.dialect.inspection.room(table, from.column));
    const [lasting, passing, log] = [rows[0]?.lasting, rows[0]?.passing, rows[0]?.log].map((bytes) =>
      bytes === null || bytes === undefined ? undefined : Number(bytes),
    );
    if (lasting === undefined)
      return { findings: [], evidence: 'the database does not know how large the table is' };
    const disk = lasting + (passing ?? 0);
    const parts = [
      `at most ${size(disk)} more${passing ? `, ${size(passing)} of it until old rows are vacuumed` : ''}`,
      ...(log ? [`${size(log)} of log`] : []),
    ].join(', and ');
    const free = await connection.freeBytes();
    const evidence = `${parts}; ${free === undefined ? 'how much is free, only the server knows' : `${size(free)} are free`}`;
    if (free !== undefined && free < disk) {
      const message = `copying "${table.name}" takes ${evidence}`;
      return {
        findings: [{ weight: 'later', message, hint: 'make room, or it may end half way' }],
        evidence,
      };
    }
    if (disk + (log ?? 0) < large || free !== undefined) return { findings: [], evidence };
    return { findings: [{ weight: 'note', message: `copying "${table.name}" takes ${evidence}` }], evidence };
  },
};

/** `1.5 GB`. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${value.toLocaleString('en', { maximumFractionDigits: unit < 2 || value >= 10 ? 0 : 1 })} ${units[unit]}`;
}
