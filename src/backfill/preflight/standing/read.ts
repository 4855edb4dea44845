import type { Standing } from '../../../database/catalog.js';
import type { Connection } from '../../../database/connection.js';
import type { Job } from '../../job.js';
import type { Finding } from '../check.js';
import { judge } from './judge.js';
import type { Step } from './question.js';

/**
 * Everything that stands around the source of a job in its database.
 *
 * @returns undefined where the dialect has no catalog to ask yet
 */
export async function readStanding(
  connection: Connection,
  { dialect, sync }: Job,
): Promise<readonly Standing[] | undefined> {
  // A column that is filled replaces none: what stands around it stays as it is.
  if (!sync.source) return [];
  if (!dialect.catalog) return undefined;
  const { rows } = await connection.query<{ standing: Standing | string }>(
    dialect.catalog.read(sync, dialect.syncTriggers(sync)),
  );
  const found = rows.map(({ standing }) =>
    typeof standing === 'string' ? (JSON.parse(standing) as Standing) : standing,
  );
  if (dialect.provider === 'postgresql') return found;
  const spelt = [sync.source.column, sync.target.column, sync.table.name];
  return found.map((each) => ('body' in each ? { ...each, body: spell(each.body, spelt) } : each));
}

/** Names that differ in case alone are one to MySQL and SQLite: each in the spelling of the schema. */
function spell(body: string, names: readonly string[]): string {
  const spelling = new Map(names.map((name) => [name.toLowerCase(), name]));
  return body.replaceAll(/[\p{L}\p{N}_$]+/gu, (word) => spelling.get(word.toLowerCase()) ?? word);
}

/** What it means for one step, the worst first, each thing once. */
export function findingsAbout(job: Job, all: readonly Standing[], step: Step): readonly Finding[] {
  if (!job.sync.source) return [];
  const found = judge({
    step,
    sync: job.sync,
    provider: job.dialect.provider,
    hasTrigger: job.needsTrigger,
    required: job.later?.required ?? false,
    hasDefault: job.later?.hasDefault ?? false,
    bytes: all.find((standing) => standing.kind === 'source-column')?.bytes ?? 0,
    carries: job.dialect.provider === 'postgresql',
    all,
  });
  const once = new Map(found.map((finding) => [`${finding.weight} ${finding.message}`, finding]));
  const rank = { stops: 0, later: 1, note: 2 };
  return [...once.values()].toSorted(
    (a, b) => rank[a.weight] - rank[b.weight] || (a.message < b.message ? -1 : 1),
  );
}
