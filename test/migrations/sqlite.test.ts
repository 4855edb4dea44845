import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { sqlite } from '../../src/database/sqlite.js';
import { renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { writeMigrations } from '../../src/migrations/write-migrations.js';
import { planTransition } from '../../src/plan/plan.js';
import { redefinition } from '../../src/rehearsal/redefinition.js';
import { applyMigrations, diffMigrationsToSchema, diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { sqliteAdapter } from '../../src/rehearsal/sqlite-adapter.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import type { RenameColumn, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { recordBackfill } from '../support/copied.js';
import { type RenameExample, renameExamples } from '../support/renames.js';

const {
  'two database schemas': _schemas,
  // SQLite cuts no name.
  'names cut by the database': _cut,
  // An expression of PostgreSQL.
  'a default of the database': _expression,
  ...examples
} = renameExamples;

test.each(Object.entries(examples))(
  '%s: no drift after any release, and exact inverses',
  async (_, example) => {
    await walk(example, 'trigger');
  },
);

test.each(['plain', 'unique'] as const)('without triggers: %s', async (name) => {
  await walk(examples[name], 'client');
});

/** A row of another table that points to the redefined one, and would go with the old one. */
const withPosts: RenameExample = {
  ...examples.plain,
  annotated: addPosts(examples.plain.annotated),
  schemas: examples.plain.schemas.map(addPosts) as unknown as RenameExample['schemas'],
  rows: `${examples.plain.rows}; INSERT INTO "Post" VALUES (1, 2)`,
};

test('rows that point to a table made anew stay', async () => {
  await walk(withPosts, 'trigger', `SELECT count(*) AS n FROM "Post" JOIN "User" ON "User".id = "userId"`);
});

function addPosts(schema: string): string {
  const post = `model Post {
  id Int @id
  userId Int
  user User @relation(fields: [userId], references: [id], onDelete: Cascade)
}
`;
  return `${schema.replace(/\n}\n$/, '\n  posts Post[]\n}\n')}${post}`;
}

/** Forward, and at each reversible release back and forward again; the catalog tells whether back is back. */
async function walk(example: RenameExample, sync: SyncMode, countsOne?: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pec-sqlite-'));
  const file = path.join(folder, 'dev.db');
  const directory = path.join(folder, 'migrations');
  const adapter = () => sqliteAdapter(file);
  // The client writes both sides there, so it knows the target from expand on.
  const ofSqlite = (text: string) =>
    text.replace('provider = "postgresql"', 'provider = "sqlite"').replace(/(from:\w+\n.*) @ignore$/m, '$1');
  const files = (text: string) => [['schema.prisma', text]] as const;
  const drift = (text: string) => diffMigrationsToSchema(directory, files(text), adapter());
  const database = new Database(file);
  database.pragma('foreign_keys = ON');
  const apply = async (migrations: Parameters<typeof writeMigrations>[2]) => {
    await writeMigrations(directory, 'sqlite', migrations);
    await applyMigrations(directory, adapter());
  };
  const rowsOf = (sql: string) => database.prepare(sql).all();

  await apply([{ name: 'init', sql: await diffSchemas([], files(ofSqlite(example.schemas[0])), adapter()) }]);
  database.exec(example.rows);

  let start = ofSqlite(example.annotated);
  for (const number of [1, 2, 3, 4] as const) {
    const [transition] = readTransitions(
      parseSchema([{ path: 'schema.prisma', text: start }]),
      'sqlite',
    ) as RenameColumn[];
    const release = planTransition(transition!, { provider: 'sqlite', sync }).stages[number - 1]!;
    const [edited] = await applySchemaEdits(
      [{ path: 'schema.prisma', text: start }],
      [...release.schema, ...release.withoutSource],
    );
    const there = await redefinition(files(start), files(edited!.text));
    const forward = renderStage(transition!.id, release, sqlite, there);
    const held = catalog(database);

    await apply(forward);
    // The examples are those of a trigger: without one the source does not stay unique to the end.
    if (sync === 'trigger')
      expect(await drift(ofSqlite(example.schemas[number])), `release ${number}`).toBe('');
    expect(await drift(edited!.text), `schema of release ${number}`).toBe('');
    const reached = catalog(database);
    if (number < 4 && sync === 'trigger') expect(reached.triggers).toHaveLength(2);

    if (release.schemaInverse && forward.length > 0) {
      const [restored] = await applySchemaEdits([edited!], release.schemaInverse);
      expect(restored!.text).toBe(start);
      const back = renderRevert(
        transition!.id,
        release,
        sqlite,
        await redefinition(files(edited!.text), files(restored!.text)),
      );
      await apply(back!);
      expect(catalog(database), `back from release ${number}`).toEqual(held);
      await apply(forward);
      expect(catalog(database), `release ${number} once more`).toEqual(reached);
    }
    start = edited!.text;
    if (number === 1) {
      database.exec(example.backfill);
      const connection = await connect('sqlite', `file:${file}`, '/');
      await recordBackfill(connection, sqlite, syncedColumns(transition!));
      await connection.close();
    }
    if (countsOne) expect(rowsOf(countsOne)).toEqual([{ n: 1 }]);
  }
  expect(rowsOf(example.read)).toEqual(example.values.map((value) => ({ value })));
  expect(database.pragma('foreign_key_check')).toEqual([]);
  database.close();
  await rm(folder, { recursive: true });
}

/** Columns by name, because one that was dropped and added again comes last. */
function catalog(database: Database.Database) {
  const rows = (sql: string) => database.prepare(sql).all();
  return {
    columns: rows(`
      SELECT s.name AS "table", c.name, c.type, c."notnull", c.dflt_value, c.pk
      FROM sqlite_schema AS s, pragma_table_info(s.name) AS c WHERE s.type = 'table' ORDER BY 1, 2`),
    indexes: rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY 1`),
    foreignKeys: rows(`
      SELECT s.name, f."table", f."from", f."to", f.on_delete
      FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS f WHERE s.type = 'table' ORDER BY 1, 2, 3`),
    triggers: rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1`),
  };
}
