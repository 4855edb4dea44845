import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSchema, type SchemaFile } from '../../src/schema/document.js';
import { applySchemaEdits, editText } from '../../src/schema/edit.js';
import { validateSchema } from '../../src/schema/load.js';
import { inverseOf, type SchemaEdit } from '../../src/schema/schema-edit.js';

const comment = fc.constantFrom('/// prose, {with} "marks', '// plain', '/* block */', '/// Größe ✓');
const above = fc.array(fc.oneof(comment, fc.constant('')), { maxLength: 3 });
const behind = fc.constantFrom('', ' // behind', '   /// told behind');
const field = fc.record({
  above,
  type: fc.constantFrom('String', 'Int', 'DateTime', 'String?', 'Int?'),
  attributes: fc.constantFrom('', '  @map("x_@}//y")', ' @db.Text', '\t@unique(map: "u")'),
  behind,
});

/** A valid schema of random layout; fields f0…, a source `old` and its annotated target `new`. */
const schema = fc
  .record({
    fields: fc.array(field, { maxLength: 4 }),
    newline: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    indent: fc.constantFrom('  ', '\t', '    '),
    extra: fc.constantFrom('', ' phase:migrate', '  phase:contract'),
    oldAttributes: fc.constantFrom('', ' @map("old_name")', '  @default("a // b")'),
    aboveOld: above,
    aboveNew: above,
    behind,
    multiple: fc.boolean(),
  })
  .map((each): readonly SchemaFile[] => {
    const { newline, indent } = each;
    const lines = [
      '/// A model',
      'model A {',
      'id Int @id',
      ...each.fields.flatMap((f, index) => {
        const native = f.attributes.includes('@db.Text') && !f.type.startsWith('String') ? '' : f.attributes;
        const attributes = native.replace('x_', `x${index}_`).replace('"u"', `"u${index}"`);
        return [...f.above, `f${index}   ${f.type}${attributes}${f.behind}`];
      }),
      ...each.aboveOld,
      `old\tString${each.oldAttributes}${each.behind}`,
      ...each.aboveNew.filter((line) => line !== ''),
      `/// @transition from:old${each.extra}  `,
      '/// told after',
      `new   String?  @map("new_name")${each.behind}`,
      '',
      '@@index([id, old(sort: Desc)])  // the index',
      '}',
    ].map((line) => (/^(model|\}|\/\/\/ A)/.test(line) || line === '' ? line : indent + line));
    const rest = [
      'datasource db {',
      '  provider = "postgresql"',
      '}',
      '',
      'model B {',
      '  id Int @id',
      '}',
      '',
    ];
    const [a, b] = [lines.join(newline) + newline, rest.join(newline)];
    return each.multiple
      ? [
          { path: 'a.prisma', text: each.mark + a },
          { path: 'b.prisma', text: b },
        ]
      : [{ path: 'schema.prisma', text: each.mark + a + newline + b }];
  });

const edits: readonly (readonly [SchemaEdit, SchemaEdit])[] = [
  [
    { kind: 'set-required', model: 'A', field: 'new', required: true },
    { kind: 'set-required', model: 'A', field: 'new', required: false },
  ],
  [
    { kind: 'set-required', model: 'A', field: 'old', required: false },
    { kind: 'set-required', model: 'A', field: 'old', required: true },
  ],
  [
    { kind: 'add-field-attribute', model: 'A', field: 'old', attribute: '@ignore' },
    { kind: 'remove-field-attribute', model: 'A', field: 'old', attribute: '@ignore' },
  ],
  [
    { kind: 'add-block-attribute', model: 'A', attribute: '@@index([new])' },
    { kind: 'remove-block-attribute', model: 'A', attribute: '@@index([new])' },
  ],
];

const text = (files: readonly SchemaFile[]) => files.map((file) => file.text);

describe('an edit and its inverse', () => {
  test.each(edits.map((pair) => [pair[0].kind, ...pair] as const))('%s', (_, edit, inverse) => {
    fc.assert(
      fc.property(schema, (files) => {
        const edited = editText(files, edit);
        expect(text(edited)).not.toEqual(text(files));
        expect(text(editText(edited, inverse))).toEqual(text(files));
      }),
      { numRuns: 100 },
    );
  });

  test('of the phase', () => {
    fc.assert(
      fc.property(schema, fc.constantFrom('migrate', 'contract'), (files, phase) => {
        const now = /phase:(\w+)/.exec(text(files).join())?.[1] as 'migrate' | 'contract' | undefined;
        const edit = { kind: 'set-phase', transition: 'A.new', phase, before: now ?? 'expand' } as const;
        const edited = editText(files, edit);
        const back = editText(edited, inverseOf(edit)!);
        expect(text(back)).toEqual(text(files));
        expect(text(edited).join()).toContain(`phase:${phase}`);
      }),
    );
  });
});

test('Prisma sees nothing else change, whatever the layout', async () => {
  const all: readonly (readonly SchemaEdit[])[] = [
    ...edits.map(([edit]) => [edit]),
    [{ kind: 'set-phase', transition: 'A.new', phase: 'migrate', before: 'expand' }],
    [{ kind: 'remove-annotation', transition: 'A.new' }],
    [
      { kind: 'remove-annotation', transition: 'A.new' },
      { kind: 'remove-block-attribute', model: 'A', attribute: '@@index([id, old(sort: Desc)])' },
      { kind: 'remove-field', model: 'A', field: 'old' },
    ],
  ];
  await fc.assert(
    fc.asyncProperty(schema, fc.constantFrom(...all), async (marked, each) => {
      // Prisma itself refuses a byte order mark.
      const files = marked.map((file) => ({ ...file, text: file.text.replace(/^\uFEFF/, '') }));
      const edited = await applySchemaEdits(files, each);
      if (!each.some((edit) => edit.kind === 'remove-annotation')) return;
      const dmmf = await validateSchema(edited);
      const documentation = dmmf.datamodel.models
        .find((model) => model.name === 'A')
        ?.fields.find((one) => one.name === 'new')?.documentation;
      expect(documentation).toContain('told after');
      expect(documentation).not.toContain('@transition');
    }),
    { numRuns: 40 },
  );
});

test('an edit that does not apply is a bug, not the fault of the user', async () => {
  const files = [
    { path: 's.prisma', text: 'model A {\n  id Int @id\n}\ndatasource db {\n  provider = "sqlite"\n}\n' },
  ];
  await expect(
    applySchemaEdits(files, [{ kind: 'remove-field', model: 'A', field: 'nope' }]),
  ).rejects.toThrow('no field A.nope');
});

describe('whom a comment belongs to', () => {
  /** Each doc comment has a name of its own; Prisma tells which of them it kept, and where. */
  const line = fc.constantFrom('doc', 'doc', 'plain', 'blank', 'field', 'field-doc', 'model');
  test('is what Prisma says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 14 }), async (kinds) => {
        const lines = ['datasource db {', '  provider = "sqlite"', '}'];
        let open = false;
        kinds.forEach((kind, index) => {
          if (kind === 'doc') lines.push(`  /// c${index}.`);
          if (kind === 'plain') lines.push('  // plain');
          if (kind === 'blank') lines.push('');
          if (kind.startsWith('field') && open) {
            lines.push(`  f${index} Int ${kind === 'field-doc' ? `/// c${index}.` : ''}`);
          }
          if (kind === 'model') {
            lines.push(open ? '}' : `model M${index} {\n  id Int @id`);
            open = !open;
          }
        });
        if (open) lines.push('}');
        lines.push('');
        const files = [{ path: 's.prisma', text: lines.join('\n') }];
        const dmmf = await validateSchema(files);
        const theirs = dmmf.datamodel.models.flatMap((model) => [
          ...[...(model.documentation ?? '').matchAll(/c\d+\./g)].map(([c]) => `${model.name} ${c}`),
          ...model.fields.flatMap((one) =>
            [...(one.documentation ?? '').matchAll(/c\d+\./g)].map(([c]) => `${model.name}.${one.name} ${c}`),
          ),
        ]);
        const ours = parseSchema(files).comments.flatMap(({ kind, on, file, start, end }) => {
          const c = file.text.slice(start, end).replace(/^\/+\s*/, '');
          if (kind !== 'doc' || on.kind === 'nothing') return [];
          return [on.kind === 'field' ? `${on.block.name}.${on.field.name} ${c}` : `${on.block.name} ${c}`];
        });
        expect(ours.sort()).toEqual(theirs.sort());
      }),
      { numRuns: 200 },
    );
  });
});
