import type { Dialect } from './dialect.js';
import { mysql } from './mysql.js';
import { postgresql } from './postgresql.js';
import { sqlite } from './sqlite.js';

const dialects = { postgresql, mysql, sqlite } as const;

/** The dialect of a datasource. */
export function dialectOf(provider: Dialect['provider']): Dialect {
  return dialects[provider];
}
