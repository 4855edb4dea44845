import type { MigrationText } from './migration-name.js';

/** A column as a migration made it. */
export interface StandingColumn {
  /** All that follows the name: type, NULL, default. */
  readonly definition: string;
  /** The folder of the migration. */
  readonly folder: string;
}

/** What migrations leave behind, as far as Prisma and this package write them. */
export interface Standing {
  column(table: string, column: string): StandingColumn | undefined;
  hasIndex(name: string): boolean;
}

const quoted = '"(?:[^"]|"")+"|`(?:[^`]|``)+`|\\w+';
const name = `((?:(?:${quoted})\\.)?(?:${quoted}))`;
const statement = new RegExp(
  [
    `CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${name}\\s*\\(`,
    `ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?${name}\\s+`,
    `DROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?${name}`,
    `CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?${name}`,
    `DROP\\s+INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+EXISTS\\s+)?${name}`,
  ].join('|'),
  'gi',
);

/**
 * The columns and indexes that migrations leave behind.
 *
 * @param migrations in the order in which they are applied
 */
export function standingAfter(migrations: readonly MigrationText[]): Standing {
  const tables = new Map<string, Map<string, StandingColumn>>();
  const indexes = new Set<string>();
  for (const { folder, sql } of migrations) {
    const text = sql.replace(/^[ \t]*--.*$/gm, '');
    for (const match of text.matchAll(statement)) {
      const [whole, created, altered, dropped, index, droppedIndex] = match;
      const parts = topLevelParts(text, match.index + whole.length);
      if (created !== undefined) {
        tables.set(lastName(created), new Map(parts.flatMap((part) => columnOf(part, folder))));
      } else if (altered !== undefined) alter(tables, lastName(altered), parts, folder);
      else if (dropped !== undefined) tables.delete(lastName(dropped));
      else if (index !== undefined) indexes.add(lastName(index));
      else if (droppedIndex !== undefined) indexes.delete(lastName(droppedIndex));
    }
  }
  return {
    column: (table, column) => tables.get(table)?.get(column),
    hasIndex: (index) => indexes.has(index),
  };
}

function alter(
  tables: Map<string, Map<string, StandingColumn>>,
  table: string,
  actions: readonly string[],
  folder: string,
): void {
  const columns = tables.get(table) ?? new Map<string, StandingColumn>();
  tables.set(table, columns);
  for (const action of actions) {
    const renamedTable = new RegExp(`^RENAME\\s+TO\\s+${name}`, 'i').exec(action)?.[1];
    const [, from, to] =
      new RegExp(`^RENAME\\s+(?:COLUMN\\s+)?${name}\\s+TO\\s+${name}`, 'i').exec(action) ?? [];
    const added = /^ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(.*)$/is.exec(action)?.[1];
    const gone = new RegExp(`^DROP\\s+(?:COLUMN\\s+)?(?:IF\\s+EXISTS\\s+)?${name}`, 'i').exec(action)?.[1];
    const [, retyped, type] =
      new RegExp(`^ALTER\\s+COLUMN\\s+${name}\\s+(?:SET\\s+DATA\\s+)?TYPE\\s+(.*)$`, 'is').exec(action) ?? [];
    if (renamedTable !== undefined) {
      tables.delete(table);
      tables.set(lastName(renamedTable), columns);
    } else if (from !== undefined && to !== undefined) {
      const column = columns.get(lastName(from));
      columns.delete(lastName(from));
      if (column) columns.set(lastName(to), column);
    } else if (added !== undefined) {
      for (const [column, definition] of columnOf(added, folder)) columns.set(column, definition);
    } else if (retyped !== undefined && type !== undefined) {
      columns.set(lastName(retyped), { definition: type.trim(), folder });
    } else if (gone !== undefined) columns.delete(lastName(gone));
  }
}

const CONSTRAINTS = /^(?:CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK|INDEX|KEY|EXCLUDE|FULLTEXT|SPATIAL)\b/i;

function columnOf(part: string, folder: string): [string, StandingColumn][] {
  if (CONSTRAINTS.test(part)) return [];
  const [, column, definition] = new RegExp(`^(${quoted})\\s+(.+)$`, 's').exec(part) ?? [];
  return column === undefined || definition === undefined
    ? []
    : [[lastName(column), { definition: definition.replace(/\s+/g, ' ').trim(), folder }]];
}

/** From `start` to the end of the statement, or of the list in parentheses, cut at the commas that stand in no others. */
function topLevelParts(text: string, start: number): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = start;
  let at = start;
  for (; at < text.length; at += 1) {
    const letter = text[at]!;
    if (letter === "'" || letter === '"' || letter === '`') {
      const end = text.indexOf(letter, at + 1);
      if (end < 0) break;
      at = end;
    } else if (letter === '(') depth += 1;
    else if (letter === ')' && depth > 0) depth -= 1;
    else if (letter === ';' || letter === ')') break;
    else if (letter === ',' && depth === 0) {
      parts.push(text.slice(begin, at).trim());
      begin = at + 1;
    }
  }
  return [...parts, text.slice(begin, at).trim()];
}

/** The name itself, without its schema and its quotes. */
function lastName(sqlName: string): string {
  const last = sqlName.match(new RegExp(quoted, 'g'))?.at(-1) ?? sqlName;
  const quote = last[0]!;
  return quote === '"' || quote === '`'
    ? last.slice(1, -1).replaceAll(quote + quote, quote)
    : last.toLowerCase();
}
