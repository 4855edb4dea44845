import type { Found, TextFile } from '../project/find-files.js';

const MAY_HOLD_SQL =
  /\$(?:queryRaw|executeRaw)|\bsql\b|\braw\b|\.(?:query|execute)\b|["'`]\s*(?:\$\{[^{}]*\}\s*)*(?:--|(?:select|insert|update|delete|with)\s)/i;

/** A quick look at a script, before it is parsed. */
export function mayHoldSql({ text }: TextFile): boolean {
  return MAY_HOLD_SQL.test(text);
}

export function isSqlFile({ file }: TextFile): boolean {
  return file.endsWith('.sql');
}

/** Whether any file may hold SQL with one of the words: only then the parsers are loaded. */
export function hasSql({ scripts, others }: Found, words: readonly string[]): boolean {
  const holds = ({ text }: TextFile) => words.some((word) => text.includes(word));
  return others.some(isSqlFile) || scripts.some((script) => holds(script) && mayHoldSql(script));
}
