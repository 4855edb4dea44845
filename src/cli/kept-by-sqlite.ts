import { joinUserErrors, UserError } from '../errors.js';
import type { MigrationFile } from '../migrations/render-migration.js';
import { valuesBack } from '../model/conversion.js';
import type { Stage } from '../plan/stage.js';
import {
  mentions,
  type Rehearsal,
  refusedByChecks,
  rehearseOnCopy,
  type SchemaObject,
} from '../rehearsal/schema-copy.js';
import { type ColumnTransition, isColumnTransition, type PlannedTransition } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';
import { connectTo } from './chosen-transitions.js';
import { isUnreachable } from './gates.js';
import type { Project } from './project.js';

/**
 * Tries the migrations of a stage on a copy of the SQLite database without its rows. A table that Prisma makes anew
 * loses what the schema does not know, without a word.
 *
 * @param accepted names of triggers and indexes that the user makes again; undefined where none can be accepted
 * @throws UserError `obstacles` where something would be lost, or the migrations do not run
 */
export async function requireKept(
  project: Project,
  transition: PlannedTransition,
  stage: Stage,
  files: readonly MigrationFile[],
  accepted: readonly string[] | undefined,
): Promise<void> {
  const tried = await rehearse(project, transition, stage, files);
  if (!tried) return;
  const { id, table } = transition;
  if (tried.failure !== undefined) {
    throw new UserError('obstacles', `${id}: the migrations would fail on this database: ${tried.failure}`, {
      hint: 'take what the message names away in a migration of your own, and bring it back once the transition is over',
    });
  }
  const [first, ...rest] = tried.losses
    .filter(({ name }) => name === undefined || !accepted?.includes(name))
    .map(({ what, name }) => {
      const again =
        name === undefined || accepted === undefined
          ? 'take it out in a migration of your own first, and bring it back once the transition is over'
          : `make it again at the end of the migration, and go on with --accept ${JSON.stringify(name)}`;
      return new UserError(
        'obstacles',
        `${what} would be lost: "${table.name}" is made anew, as Prisma's schema knows it`,
        {
          hint: again,
        },
      );
    });
  if (first) throw joinUserErrors([first, ...rest]);
}

/** @returns undefined where there is nothing to try, or no database to try it on */
async function rehearse(
  project: Project,
  transition: PlannedTransition,
  { name: stage }: Stage,
  files: readonly MigrationFile[],
): Promise<Rehearsal | undefined> {
  if (project.provider !== 'sqlite' || files.length === 0 || !isColumnTransition(transition))
    return undefined;
  const { table, source, target } = transition;
  const objects = await readObjects(project);
  const made = objects?.find(({ type, name }) => type === 'table' && name === table.name);
  if (!objects || !made) return undefined;
  if (stage === 'expand') await requireWayBack(transition, made.sql);
  // A database that is behind the files would refuse the migrations for that alone.
  if (stage !== 'expand' && !mentions(made.sql, target.column)) return undefined;
  const scripts = files.map(({ sql }) => sql);
  return rehearseOnCopy(objects, scripts, table.name, [source.column, target.column]);
}

/** @throws UserError `obstacles` where a check of the source refuses what new code writes back to it */
async function requireWayBack(transition: ColumnTransition, sql: string): Promise<void> {
  const { id, source } = transition;
  const map = databaseValueMap(transition);
  const [refused] = map ? await refusedByChecks(sql, source.column, valuesBack(map)) : [];
  if (!refused) return;
  throw new UserError(
    'obstacles',
    `${id}: "${source.column}" cannot hold ${JSON.stringify(refused.value)}, which stage migrate writes back to it: CHECK ${refused.check} refuses it`,
    {
      hint: 'let it allow this value before stage expand, or map a value that it allows to the same',
    },
  );
}

async function readObjects(project: Project): Promise<readonly SchemaObject[] | undefined> {
  try {
    const connection = await (await connectTo(project))();
    try {
      const { rows } = await connection.query<SchemaObject>({
        text: 'SELECT "type", "name", "tbl_name", "sql" FROM "main"."sqlite_schema" WHERE "sql" IS NOT NULL ORDER BY rowid',
        values: [],
      });
      return rows;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return undefined;
  }
}
