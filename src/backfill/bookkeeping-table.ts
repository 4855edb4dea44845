import type { Connection } from '../database/connection.js';
import type { Dialect } from '../database/dialect.js';
import { parameters, whereAll } from '../database/statement.js';

/** Values by column. In a condition, null stands for `IS NULL`. */
export type Values = Readonly<Record<string, unknown>>;

/** One of our own tables, in which only plain values are looked up and written. */
export interface BookkeepingTable {
  /** @param tail what follows the condition, as SQL */
  select<Row>(columns: string, where: Values, tail?: string): Promise<readonly Row[]>;
  insert(values: Values, extra?: Readonly<Record<string, string>>): Promise<void>;
  /**
   * @param extra columns that get an SQL expression
   * @returns the number of rows written
   */
  update(values: Values, where: Values, extra?: Readonly<Record<string, string>>): Promise<number>;
  /** The same, and answers with the rows as they are then. Call it in a transaction. */
  updated<Row>(
    values: Values,
    where: Values,
    extra?: Readonly<Record<string, string>>,
  ): Promise<readonly Row[]>;
  remove(where: Values): Promise<number>;
}

/** @param table quoted */
export function bookkeepingTable(
  connection: Connection,
  { placeholder, quote, bookkeeping: { returning } }: Dialect,
  table: string,
): BookkeepingTable {
  const conditions = (bind: (value: unknown) => string, row: Values) =>
    whereAll(
      Object.entries(row).map(([column, value]) =>
        value === null ? `${quote(column)} IS NULL` : `${quote(column)} = ${bind(value)}`,
      ),
    );
  const writing = (values: Values, where: Values, extra: Readonly<Record<string, string>>, tail = '') => {
    const bind = parameters(placeholder);
    const assignments = [
      ...Object.entries(values).map(([column, value]) => `${quote(column)} = ${bind.add(value)}`),
      ...Object.entries(extra).map(([column, expression]) => `${quote(column)} = ${expression}`),
    ];
    const text = `UPDATE ${table} SET ${assignments.join(', ')}${conditions(bind.add, where)}${tail}`;
    return bind.statement(text);
  };
  const opened: BookkeepingTable = {
    async select<Row>(columns: string, where: Values, tail = '') {
      const bind = parameters(placeholder);
      const text = `SELECT ${columns} FROM ${table}${conditions(bind.add, where)}${tail}`;
      return (await connection.query<Row>(bind.statement(text))).rows;
    },
    async insert(values, extra = {}) {
      const bind = parameters(placeholder);
      const columns = [...Object.keys(values), ...Object.keys(extra)].map(quote);
      const bound = [...Object.values(values).map(bind.add), ...Object.values(extra)];
      const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${bound.join(', ')})`;
      await connection.query(bind.statement(text));
    },
    async update(values, where, extra = {}) {
      return (await connection.query(writing(values, where, extra))).rowCount;
    },
    async updated<Row>(values: Values, where: Values, extra: Readonly<Record<string, string>> = {}) {
      if (returning !== undefined) {
        return (await connection.query<Row>(writing(values, where, extra, returning))).rows;
      }
      await connection.query(writing(values, where, extra));
      return await opened.select<Row>('*', where);
    },
    async remove(where) {
      const bind = parameters(placeholder);
      const text = `DELETE FROM ${table}${conditions(bind.add, where)}`;
      return (await connection.query(bind.statement(text))).rowCount;
    },
  };
  return opened;
}
