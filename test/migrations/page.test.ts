import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { postgresql } from '../../src/database/postgresql.js';
import { renderStage } from '../../src/migrations/render-migration.js';
import { planTransition } from '../../src/plan/plan.js';
import { renameExamples } from '../support/renames.js';

test('docs/migrations.md shows the migrations of a rename as they are', async () => {
  const transition = renameExamples.unique.transition(1);
  const { stages } = planTransition(transition, { provider: 'postgresql', sync: 'trigger' });
  const rendered = stages.flatMap((release) => renderStage(transition.id, release, postgresql));
  const page = await readFile(new URL('../../docs/migrations.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/^`(\S+)`\n\n```sql\n([\s\S]*?)```$/gm)].map(([, name, sql]) => ({
    name,
    sql,
  }));
  expect(shown).toEqual(rendered);
});
