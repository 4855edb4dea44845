import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { postgresql } from '../../src/database/postgresql.js';
import { renderRevert, renderStage } from '../../src/migrations/render-migration.js';
import { readMigrations, writeMigrations } from '../../src/migrations/write-migrations.js';
import { planTransition } from '../../src/plan/plan.js';
import { type FileMode, postgresAdapter } from '../../src/rehearsal/postgres-adapter.js';
import { applyMigrations, diffMigrationsToSchema, diffSchemas } from '../../src/rehearsal/schema-engine.js';
import { syncedColumns } from '../../src/scenarios/parts/synced-columns.js';
import { parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import type { ColumnTransition, SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';
import { catalog } from '../support/catalog.js';
import { type ChangeExample, changeExamples } from '../support/changes.js';
import { recordBackfill } from '../support/copied.js';
import { startPostgres, type TestPostgres, withClient } from '../support/postgres.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

test.each(Object.entries(changeExamples))(
  '%s: no drift after any release, and exact inverses',
  async (_, example) => {
    const applied = await walk(example, 'trigger', 'statements');
    expect(applied).toEqual(example.migrations);
  },
);

test('sent as whole files, as before Prisma 7.4', async () => {
  await walk(changeExamples['an enum that lacks values'], 'trigger', 'file');
});

test('without triggers', async () => {
  await walk(changeExamples['a text, with * and an index'], 'client', 'statements');
});

test('the enum is made in the very words of Prisma', async () => {
  const example = changeExamples['names that need quotes'];
  const url = server.url(await server.createDatabase());
  const words = await diffSchemas(
    [['schema.prisma', example.before]],
    [['schema.prisma', example.annotated]],
    postgresAdapter(url, 'statements'),
  );
  const ours = releases(example.annotated, 'trigger').flatMap((release) =>
    renderStage('x', release, postgresql).map(({ sql }) => sql),
  );
  const create = /CREATE TYPE .*\)/;
  expect(create.exec(words)?.[0]).toBe(
    `CREATE TYPE "crm"."the 'Status'" AS ENUM ('it is $pec$', 'SUSPENDED', 'UNKNOWN')`,
  );
  expect(create.exec(ours.join('\n'))?.[0]).toBe(create.exec(words)?.[0]);
});

function releases(text: string, sync: SyncMode, history: Awaited<ReturnType<typeof readMigrations>> = []) {
  const [transition] = readTransitions(parseSchema([{ path: 'schema.prisma', text }]), 'postgresql');
  return planTransition(transition!, { provider: 'postgresql', sync, history, keepSource: true }).stages;
}

/** Forward, and at each reversible release back and forward again. @returns the names of the migrations forward */
async function walk(example: ChangeExample, sync: SyncMode, mode: FileMode): Promise<readonly string[]> {
  const url = server.url(await server.createDatabase());
  const adapter = () => postgresAdapter(url, mode);
  const directory = path.join(await mkdtemp(path.join(tmpdir(), 'pec-migrations-')), 'migrations');
  const drift = (text: string) => diffMigrationsToSchema(directory, [['schema.prisma', text]], adapter());
  const apply = () => applyMigrations(directory, adapter());
  const names: string[] = [];

  const initial = await diffSchemas([], [['schema.prisma', example.before]], adapter());
  await writeMigrations(directory, 'postgresql', [{ name: 'init', sql: initial }]);
  await apply();
  await withClient(url, (client) => client.query(example.rows));

  let schema: readonly SchemaFile[] = [{ path: 'schema.prisma', text: example.annotated }];
  for (const number of [1, 2, 3, 4] as const) {
    const history = await readMigrations(directory);
    const release = releases(schema[0]!.text, sync, history)[number - 1]!;
    const forward = renderStage(example.id, release, postgresql);
    const back = renderRevert(example.id, release, postgresql);
    const held = await catalog(url);

    await writeMigrations(directory, 'postgresql', forward);
    await apply();
    names.push(...forward.map(({ name }) => name));
    const edited = await applySchemaEdits(schema, [...release.schema, ...release.withoutSource]);
    expect(await drift(edited[0]!.text), `release ${number}`).toBe('');
    // Planned anew from what is there now, the release is still the same: `pec revert` does so.
    if (number < 4) {
      const again = releases(edited[0]!.text, sync, await readMigrations(directory));
      expect(again[number - 1]?.migrations).toEqual(release.migrations);
    }
    if (release.schemaInverse) {
      const restored = await applySchemaEdits(edited, release.schemaInverse);
      // Back from stage expand the column of the target is gone: no client may select it.
      const isHidden = number === 1 && sync === 'trigger';
      const text = isHidden
        ? schema[0]!.text.replace(/(?<=@transition .*\n.*)$/m, ' @ignore')
        : schema[0]!.text;
      expect(restored).toEqual([{ ...schema[0]!, text }]);
    }

    if (back && back.length > 0) {
      const reached = await catalog(url);
      await writeMigrations(directory, 'postgresql', back);
      await apply();
      const { enums, ...rest } = await catalog(url);
      expect({ ...rest, enums: example.keepsValues ? held.enums : enums }, `back from ${number}`).toEqual(
        held,
      );
      expect(releases(schema[0]!.text, sync, await readMigrations(directory)).length).toBe(4);
      await writeMigrations(directory, 'postgresql', forward);
      await apply();
      expect(await catalog(url), `release ${number} once more`).toEqual(reached);
    } else {
      expect(back).toEqual(number === 4 ? undefined : []);
    }
    if (number === 1) {
      await withClient(url, (client) => client.query(example.backfill));
      const [transition] = readTransitions(parseSchema(schema), 'postgresql');
      const connection = await connect('postgresql', url, '/');
      await recordBackfill(connection, postgresql, syncedColumns(transition as ColumnTransition));
      await connection.close();
    }
    schema = edited;
  }
  const left = await withClient(url, (client) => client.query(example.read));
  expect(left.rows.map(({ value }) => value)).toEqual(example.values);
  await rm(path.dirname(directory), { recursive: true });
  return names;
}
