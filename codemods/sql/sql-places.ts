import type { TransitionEntry, TransitionsFile } from '../../src/schema/transitions-file.js';
import type { OccurrenceClass } from '../codemod-report.js';
import { ignoredBy, searchNames } from '../locate/search.js';
import type { Found, TextFile } from '../project/find-files.js';
import type { ReasonCode } from '../reasons.js';
import { sourceOf } from '../source.js';
import { isSqlFile, mayHoldSql } from './may-hold-sql.js';
import type { SqlReference } from './reference.js';
import { referencesIn } from './references.js';
import { sqlTextsOf } from './sql-texts.js';
import { tokensOf } from './tokens.js';

/** One place in SQL where the field's name or its column's stands. */
export interface SqlPlace {
  readonly transition: number;
  readonly file: string;
  /** The whole text of the file, without a byte order mark, and the place in it. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  /** What a byte order mark adds to the offset. */
  readonly shift: number;
  readonly class: OccurrenceClass;
  readonly reason: ReasonCode;
  readonly hint?: string;
}

/** SQL of one file; in a script it stands somewhere inside. */
interface Statements {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
  readonly shift: number;
  readonly sql: string;
}

/** What SQL in scripts and in files of its own says about the columns of the transitions. */
export function sqlPlaces(
  found: Found,
  entries: readonly TransitionEntry[],
  { provider, models }: Pick<TransitionsFile, 'provider' | 'models'>,
): readonly SqlPlace[] {
  const words = wordsOf(entries);
  const holds = ({ text }: TextFile) => searchNames(text, words).length > 0;
  const tables = Object.entries(models).map(([model, { table }]) => (table ?? model).toLowerCase());
  const scripts = found.scripts.filter((script) => mayHoldSql(script) && holds(script));
  const all = [
    ...scripts.map(sourceOf).flatMap((source) =>
      sqlTextsOf(source).map(
        (text): Statements => ({
          file: source.file,
          text: source.text,
          shift: source.hasByteOrderMark ? 1 : 0,
          ...text,
        }),
      ),
    ),
    ...found.others
      .filter(isSqlFile)
      .map(({ file, text }): Statements => ({ file, text, offset: 0, shift: 0, sql: text })),
  ];
  return all.flatMap((statements) => {
    const hits = searchNames(statements.sql, words);
    if (hits.length === 0) return [];
    const ignored = ignoredBy(statements.text);
    const references = referencesIn(statements.sql, provider);
    return hits.flatMap((hit) =>
      entries.flatMap((entry, transition): SqlPlace[] => {
        if (!wordsOf([entry]).includes(hit.name)) return [];
        const offset = statements.offset + hit.offset;
        const place = {
          transition,
          file: statements.file,
          text: statements.text,
          offset,
          length: hit.name.length,
          shift: statements.shift,
        };
        const directive = ignored(offset);
        if (directive) return [{ ...place, class: 'ignored', reason: directive }];
        const own = references.filter(
          (each) => each.offset <= hit.offset && hit.offset < each.offset + each.length,
        );
        const isComment = tokensOf(statements.sql, provider).some(
          ({ kind, offset: at, length }) =>
            kind === 'comment' && at <= hit.offset && hit.offset < at + length,
        );
        if (isComment) return [{ ...place, class: 'unrelated', reason: 'comment' }];
        return [{ ...place, ...judge(own[0], hit.name, references, entry, tables) }];
      }),
    );
  });
}

/** The names that SQL is searched for: of a field, of its column and of the unique keys that hold it. */
export function wordsOf(entries: readonly TransitionEntry[]): readonly string[] {
  return [
    ...new Set(
      entries.flatMap(({ source, uniqueKeys }) => [
        source.field,
        source.column,
        ...uniqueKeys.map((key) => key.source),
      ]),
    ),
  ];
}

function judge(
  reference: SqlReference | undefined,
  name: string,
  all: readonly SqlReference[],
  { table, source, target, uniqueKeys }: TransitionEntry,
  known: readonly string[],
): Pick<SqlPlace, 'class' | 'reason' | 'hint'> {
  const needsYou = (hint: string) => ({ class: 'needs-you', reason: 'raw-sql', hint }) as const;
  if (!reference) return needsYou(`See whether "${name}" in this SQL means the column "${source.column}".`);
  const isKey = uniqueKeys.some((key) => key.source === name) && name !== source.field;
  if (isKey && !reference.isAlias)
    return needsYou(`Prisma calls a unique key "${name}": see what it means here.`);
  const isMapped = name !== source.column;
  const isGiven = all.some((each) => each.isAlias && same(each.name, name));
  if (reference.isAlias || (isMapped && isGiven)) return { class: 'unrelated', reason: 'sql-alias' };
  const { tables } = reference;
  const isOfOthers = tables.every((each) => !same(each, table) && known.includes(each.toLowerCase()));
  if (tables.length > 0 && isOfOthers) return { class: 'unrelated', reason: 'sql-other-table' };
  if (isMapped) return needsYou(`The column is called "${source.column}": see what "${name}" means here.`);
  const of = tables.some((each) => same(each, table)) ? ` of table "${table}"` : '';
  const where = reference.statement ? ` in ${article(reference.statement)}` : ' in a fragment';
  const how = reference.parsed ? '' : ' (told by its tokens: the SQL could not be parsed)';
  const does = `${reference.use.charAt(0).toUpperCase()}${reference.use.slice(1)}`;
  return needsYou(`${does} column "${name}"${of}${where}${how}; change it to "${target.column}".`);
}

function article(statement: string): string {
  return `${/^[AEIOU]/.test(statement) ? 'an' : 'a'} ${statement}`;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
