import { withClient } from './postgres.js';

/**
 * What the schemas of a database hold, as text that can be compared: columns, constraints, indexes, triggers and
 * functions. Columns are ordered by name, because one that was dropped and added again comes last.
 */
export async function catalog(url: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return await withClient(url, async (client) => {
    const ask = async (sql: string) => (await client.query(sql)).rows;
    const mine = `NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;
    return {
      columns: await ask(`
        SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
          pg_get_expr(d.adbin, d.adrelid) AS value
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE n.nspname ${mine} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY 1, 2, 3`),
      constraints: await ask(`
        SELECT n.nspname, conrelid::regclass::text AS relation, conname, pg_get_constraintdef(c.oid) AS definition
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname ${mine} ORDER BY 1, 2, 3`),
      indexes: await ask(`
        SELECT n.nspname, pg_get_indexdef(indexrelid) AS definition, indisvalid
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname ${mine} ORDER BY 1, 2`),
      triggers: await ask(`
        SELECT pg_get_triggerdef(oid) AS definition, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`),
      enums: await ask(`
        SELECT n.nspname, t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels
        FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
        GROUP BY 1, 2 ORDER BY 1, 2`),
      functions: await ask(`
        SELECT pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname ${mine} ORDER BY 1`),
    };
  });
}
