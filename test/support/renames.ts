import { copied } from '../../src/model/conversion.js';
import { constraintName } from '../../src/schema/table.js';
import type { Column, IndexOn, RenameColumn } from '../../src/schema/transition.js';

/** One renamed column, and what every release makes of the schema around it, written out as a user would. */
export interface RenameExample {
  /** The schema before the annotation, and after each of the all stages, with triggers on PostgreSQL or MySQL. */
  readonly schemas: readonly [string, string, string, string, string];
  /** What the user writes: the schema that stage expand starts from. */
  readonly annotated: string;
  /** The transition as it reads when that release is to be prepared. */
  transition(release: 1 | 2 | 3 | 4): RenameColumn;
  /** SQL that fills the table at the start, copies all of it, and reads the target in the end. */
  readonly rows: string;
  readonly backfill: string;
  readonly read: string;
  readonly values: readonly (string | null)[];
}

interface Options {
  readonly model?: string;
  readonly table?: string;
  readonly databaseSchema?: string;
  readonly source?: string;
  readonly target?: string;
  readonly sourceColumn?: string;
  readonly targetColumn?: string;
  readonly optional?: true;
  readonly unique?: true;
  /** The name of the target's unique index where Prisma's own would be the source's too. */
  readonly uniqueName?: string;
  /** Fields beside the source of compound `@@unique` and `@@index`, in their place: `['*', 'tenantId']`. */
  readonly compoundUnique?: readonly string[];
  readonly index?: readonly string[];
  /** What stands between the parentheses of `@default(…)`: of the source at first, then of the target. */
  readonly default?: string;
  readonly updatedAt?: true;
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const prismaString = (name: string) => JSON.stringify(name);

export function renameExample(options: Options): RenameExample {
  const { model = 'User', source = 'userName', target = 'displayName' } = options;
  const { table = model, sourceColumn = source, targetColumn = target, databaseSchema } = options;
  const map = (field: string, column: string) => (field === column ? '' : ` @map(${prismaString(column)})`);
  const over = (fields: readonly string[] | undefined, field: string) =>
    fields?.map((name) => (name === '*' ? field : name));
  const attribute = (kind: 'unique' | 'index', fields: readonly string[] | undefined, field: string) =>
    fields ? [`@@${kind}([${over(fields, field)!.join(', ')}])`] : [];
  const required = options.optional ? '?' : '';
  const unique = options.unique ? ' @unique' : '';
  const filling = [
    ...(options.default === undefined ? [] : [` @default(${options.default})`]),
    ...(options.updatedAt ? [' @updatedAt'] : []),
  ].join('');
  const type = options.updatedAt ? 'DateTime' : 'String';
  const targetUnique = options.uniqueName ? ` @unique(map: "${options.uniqueName}")` : unique;

  const schema = (
    sourceLine: string | undefined,
    targetLines: readonly string[],
    blocks: readonly string[],
  ) =>
    [
      'generator client {',
      '  provider = "prisma-client"',
      '  output = "./client"',
      '}',
      'datasource db {',
      '  provider = "postgresql"',
      ...(databaseSchema ? [`  schemas = ["public", ${prismaString(databaseSchema)}]`] : []),
      '}',
      `model ${model} {`,
      '  id Int @id @default(autoincrement())',
      '  tenantId Int',
      ...(sourceLine ? [`  ${sourceLine}`] : []),
      ...targetLines.map((line) => `  ${line}`),
      ...blocks.map((line) => `  ${line}`),
      ...(table === model ? [] : [`  @@map(${prismaString(table)})`]),
      ...(databaseSchema ? [`  @@schema(${prismaString(databaseSchema)})`] : []),
      '}',
      '',
    ].join('\n');
  const old = (mark: string, rest = '') =>
    `${source} ${type}${mark}${unique}${map(source, sourceColumn)}${rest}`;
  const fresh = (mark: string, rest: string) => `${target} ${type}${mark}${rest}${map(target, targetColumn)}`;
  const from = (phase: string) => `/// @transition from:${source}${phase}`;
  const plain = (field: string) => attribute('index', options.index, field);
  const compound = (field: string) => attribute('unique', options.compoundUnique, field);
  const both = [...compound(source), ...plain(source), ...compound(target), ...plain(target)];

  const column = (
    field: string,
    name: string,
    isRequired: boolean,
    isUnique: boolean,
    uniqueName?: string,
    isFilled = false,
  ): Column => ({
    model,
    field,
    column: name,
    kind: 'scalar',
    type,
    sqlType: options.updatedAt ? 'TIMESTAMP(3)' : 'TEXT',
    isRequired,
    isList: false,
    isIgnored: false,
    isUpdatedAt: isFilled && options.updatedAt === true,
    ...(isFilled && options.default !== undefined && { default: options.default }),
    ...(isUnique && {
      unique: {
        databaseName: uniqueName ?? constraintName(table, [name], '_key', 'postgresql'),
        text: uniqueName ? `@unique(map: ${JSON.stringify(uniqueName)})` : '@unique',
      },
    }),
  });
  const indexes = (field: string, name: string, kinds: readonly ('unique' | 'index')[]): readonly IndexOn[] =>
    kinds.flatMap((kind) => {
      const fields = over(kind === 'unique' ? options.compoundUnique : options.index, field);
      if (!fields) return [];
      const columns = fields.map((other) => (other === field ? name : other));
      return [
        {
          kind,
          fields,
          columns,
          databaseName: constraintName(table, columns, kind === 'unique' ? '_key' : '_idx', 'postgresql'),
          text: `@@${kind}([${fields.join(', ')}])`,
        },
      ];
    });

  const quotedTable = [...(databaseSchema ? [databaseSchema] : []), table].map(quote).join('.');
  const values = options.updatedAt
    ? ['2026-01-01', '2026-02-01']
    : ['ada', 'grace', options.optional ? null : 'linus'];
  return {
    annotated: schema(
      old(required, filling),
      [from(''), fresh('?', '')],
      [...compound(source), ...plain(source)],
    ),
    schemas: [
      schema(old(required, filling), [], [...compound(source), ...plain(source)]),
      schema(
        old(required, filling),
        [from(''), `${fresh('?', '')} @ignore`],
        [...compound(source), ...plain(source), ...plain(target)],
      ),
      schema(old('?'), [from(' phase:migrate'), fresh(required, targetUnique + filling)], both),
      schema(old('?', ' @ignore'), [from(' phase:contract'), fresh(required, targetUnique + filling)], both),
      schema(undefined, [fresh(required, targetUnique + filling)], [...compound(target), ...plain(target)]),
    ],
    transition: (release) => ({
      scenario: 'rename-column',
      id: `${model}.${target}`,
      phase: release <= 2 ? 'expand' : release === 3 ? 'migrate' : 'contract',
      place: { file: 'schema.prisma', line: 12, column: 7 },
      table: {
        model,
        name: table,
        ...(databaseSchema && { schema: databaseSchema }),
        key: [{ field: 'id', column: 'id', sqlType: 'INTEGER' }],
      },
      source: {
        ...column(
          source,
          sourceColumn,
          release <= 2 && !options.optional,
          options.unique === true,
          undefined,
          release <= 2,
        ),
        isIgnored: release === 4,
      },
      target: {
        ...column(
          target,
          targetColumn,
          release > 2 && !options.optional,
          release > 2 && options.unique === true,
          options.uniqueName,
          release > 2,
        ),
        isIgnored: release === 2,
      },
      ...copied,
      sourceIndexes: indexes(source, sourceColumn, ['unique', 'index']),
      targetIndexes: indexes(
        target,
        targetColumn,
        release > 2 ? ['unique', 'index'] : release === 2 ? ['index'] : [],
      ),
    }),
    rows: `INSERT INTO ${quotedTable} ("tenantId", ${quote(sourceColumn)}) VALUES ${values
      .map((value) => `(1, ${value === null ? 'NULL' : `'${value}'`})`)
      .join(', ')}`,
    backfill: `UPDATE ${quotedTable} SET ${quote(targetColumn)} = ${quote(sourceColumn)}`,
    read: `SELECT CAST(${quote(targetColumn)} AS VARCHAR(${options.updatedAt ? 10 : 99})) AS value FROM ${quotedTable} ORDER BY id`,
    values,
  };
}

const long = 'an_unusually_long_name_that_leaves_little_room_for_more';

export const renameExamples = {
  plain: renameExample({}),
  'an optional column': renameExample({ optional: true }),
  mapped: renameExample({ table: 'app_users', sourceColumn: 'user_name', targetColumn: 'display_name' }),
  unique: renameExample({ unique: true }),
  'an optional unique column': renameExample({ unique: true, optional: true }),
  'compound unique and index': renameExample({ compoundUnique: ['tenantId', '*'], index: ['*', 'tenantId'] }),
  'a default': renameExample({ default: '"it\'s \\\\ anon"' }),
  'a default of the database': renameExample({ default: 'dbgenerated("md5((random())::text)")' }),
  'a default of Prisma alone': renameExample({ default: 'cuid()' }),
  'the time of the update': renameExample({ updatedAt: true, default: 'now()' }),
  'two database schemas': renameExample({ databaseSchema: 'crm', unique: true, index: ['*'] }),
  'names that need quotes': renameExample({
    table: 'the Users; DROP TABLE x; -- $pec$',
    sourceColumn: "user's $name$ \\ $pec$",
    targetColumn: 'Display Näme; COMMIT; ',
    unique: true,
    index: ['*', 'tenantId'],
  }),
  'names cut by the database': renameExample({
    table: `${long}_table`,
    sourceColumn: `${long}_source`,
    targetColumn: `${long}ü_tgt`,
    unique: true,
    uniqueName: 'e2327276_an_unusually_long_name_that_leaves_little_room_for_key',
  }),
} satisfies Record<string, RenameExample>;
