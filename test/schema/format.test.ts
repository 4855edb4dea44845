import internals from '@prisma/internals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planTransition } from '../../src/plan/plan.js';
import { parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { applySchemaEdits } from '../../src/schema/edit.js';
import { renameInSchema } from '../../src/schema/rename.js';
import type { SyncMode } from '../../src/schema/transition.js';
import { readTransitions } from '../../src/schema/transitions.js';

const between = fc.constantFrom('', '\n', '// plain\n', '/// told\n', '\n// apart\n', '/* block */\n');
const behind = fc.constantFrom('', ' // behind', ' /// told behind');

/** A schema of random groups of lines, with custom names of keys and indexes; `prisma format` has not seen it. */
const schema = fc
  .record({
    extras: fc.array(
      fc.record({ between, behind, attribute: fc.constantFrom('', '@db.Text', '@default("x")') }),
      {
        maxLength: 4,
      },
    ),
    aboveOld: between,
    aboveNew: fc.constantFrom('', '\n', '// plain\n', '/// told\n'),
    behind,
    annotationBehind: fc.boolean(),
    oldAttributes: fc.constantFrom('', '@default("a")', '@map("old_name")'),
    unique: fc.constantFrom('', '@unique', '@unique(map: "a_name_key")', '@unique(map: "A_old_key")'),
    blocks: fc.subarray(['@@index([old, id], map: "a_index")', '@@unique([old, number])', '@@map("rows")']),
    multiple: fc.boolean(),
  })
  .map((each): readonly (readonly [string, string])[] => {
    const annotation = '/// @transition from:oldName';
    const target = 'newDisplayName String?';
    const a = [
      'model A {',
      'id Int @id(map: "a_primary")',
      'number Int @unique(map: "a_number")',
      ...each.extras.map(
        ({ between, behind, attribute }, index) => `${between}f${index} String ${attribute}${behind}`,
      ),
      `${each.aboveOld}oldName String ${each.oldAttributes.replace('old_name', 'old_column')} ${each.unique}${each.behind}`,
      each.annotationBehind
        ? `${each.aboveNew}${target} ${annotation}`
        : `${each.aboveNew}${annotation}\n${target}${each.behind === ' /// told behind' ? '' : each.behind}`,
      'bs B[]',
      '',
      ...each.blocks.map((line) => line.replaceAll('old', 'oldName')),
      '}',
      '',
    ];
    const rest = [
      'datasource db {',
      'provider = "postgresql"',
      '}',
      '',
      'model B {',
      'id Int @id',
      'aId Int',
      'a A @relation(fields: [aId], references: [id], map: "b_to_a")',
      '}',
      '',
    ];
    return each.multiple
      ? [
          ['a.prisma', a.join('\n')],
          ['b.prisma', rest.join('\n')],
        ]
      : [['schema.prisma', [...rest, ...a].join('\n')]];
  });

async function formatted(files: readonly (readonly [string, string])[]): Promise<readonly SchemaFile[]> {
  const answer = await internals.formatSchema({ schemas: files.map(([path, text]) => [path, text]) });
  return answer.map(([path, text]) => ({ path, text }));
}

/** What `prisma format --check` asks. */
async function expectFormat(files: readonly SchemaFile[], after: unknown): Promise<void> {
  expect(files, JSON.stringify(after)).toEqual(await formatted(files.map(({ path, text }) => [path, text])));
}

/** Every release, with its way back. */
async function walk(
  start: readonly SchemaFile[],
  sync: SyncMode,
  look: (files: readonly SchemaFile[], after: unknown) => Promise<void>,
): Promise<void> {
  let files = start;
  for (let number = 1; ; number += 1) {
    const [transition] = readTransitions(parseSchema(files), 'postgresql');
    if (!transition) break;
    const release = planTransition(transition, { provider: 'postgresql', sync }).stages[number - 1]!;
    const edited = await applySchemaEdits(files, [...release.schema, ...release.withoutSource]);
    await look(edited, { sync, release: number });
    if (release.schemaInverse) {
      const back = await applySchemaEdits(edited, release.schemaInverse);
      await look(back, { sync, back: number });
      // Back from stage expand the target stays hidden: its column is gone.
      if (number > 1 || sync !== 'trigger') expect(words(back)).toEqual(words(files));
    }
    files = edited;
  }
}

/**
 * The lines without columns and order: an attribute that goes and comes again takes no place in a column, and that of a
 * model stands last.
 */
const words = (files: readonly SchemaFile[]) =>
  files.map(({ text }) =>
    text
      .replace(/(?<=\S) +/g, ' ')
      .split('\n')
      .toSorted(),
  );

const all = (files: readonly SchemaFile[]) => files.map(({ text }) => text).join('\n');

describe('where `prisma format --check` passes', () => {
  test.each(['trigger', 'client'] as const)(
    'it passes after each release and each way back: %s',
    async (sync) => {
      await fc.assert(
        fc.asyncProperty(schema, async (files) => {
          const start = await formatted(files);
          await walk(start, sync, async (edited, after) => {
            await expectFormat(edited, after);
            for (const name of ['a_primary', 'a_number', 'b_to_a'])
              expect(all(edited)).toContain(`"${name}"`);
          });
        }),
        { numRuns: 15 },
      );
    },
  );

  test('it passes after a rename in the code, there and back', async () => {
    await fc.assert(
      fc.asyncProperty(
        schema,
        fc.constantFrom('n', 'aVeryMuchLongerName'),
        fc.constantFrom('number', 'bs', 'id'),
        async (files, name, field) => {
          const start = await formatted(files);
          const edited = await renameInSchema(start, { kind: 'field', model: 'B', from: 'aId', to: name });
          const next = await renameInSchema(edited.files, {
            kind: 'field',
            model: 'A',
            from: field,
            to: name,
          });
          for (const each of [edited, next]) await expectFormat(each.files, name);
          const back = await renameInSchema(next.files, { kind: 'field', model: 'A', from: name, to: field });
          expect(back.files).toEqual(edited.files);
          const type = name[0]!.toUpperCase() + name.slice(1);
          const model = await renameInSchema(start, { kind: 'model', from: 'B', to: type });
          await expectFormat(model.files, type);
          expect((await renameInSchema(model.files, { kind: 'model', from: type, to: 'B' })).files).toEqual(
            start,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('splices of a rename make the text that the rename gives', async () => {
  await fc.assert(
    fc.asyncProperty(schema, fc.boolean(), async (files, isFormatted) => {
      const start = isFormatted ? await formatted(files) : files.map(([path, text]) => ({ path, text }));
      const { splices, files: renamed } = await renameInSchema(start, {
        kind: 'model',
        from: 'B',
        to: 'Branches',
      });
      for (const [index, file] of start.entries()) {
        const made = splices
          .filter((splice) => splice.file === file)
          .toSorted((a, b) => b.start - a.start)
          .reduce(
            (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
            file.text,
          );
        expect(made).toBe(renamed[index]!.text);
      }
    }),
    { numRuns: 15 },
  );
});

test('where lines begin with tabs, so do those of every edit', async () => {
  await fc.assert(
    fc.asyncProperty(schema, async (files) => {
      const tabs = (await formatted(files)).map((file) => ({
        ...file,
        text: file.text.replace(/^ {2}/gm, '\t'),
      }));
      const look = async (edited: readonly SchemaFile[]) => expect(all(edited)).not.toMatch(/^ /m);
      await walk(tabs, 'trigger', look);
      await look((await renameInSchema(tabs, { kind: 'model', from: 'B', to: 'Other' })).files);
      await look(
        (await renameInSchema(tabs, { kind: 'model', from: 'A', to: 'Aa' }).catch(() => ({ files: [] })))
          .files,
      );
    }),
    { numRuns: 15 },
  );
});
