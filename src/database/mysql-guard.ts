import { type GuardParts, guardMessages, mostCounted, shadowName } from './guard.js';

/** What only the dialect can say of its catalog, as SQL conditions. */
export interface MysqlGuardParts extends GuardParts {
  /** Both columns are there: the source is not once the drop has been done. */
  readonly hasColumns: string;
  readonly hasTriggers: string;
  /** The name of the backfill in the progress table. */
  readonly progressName: string;
}

/**
 * Plain statements that raise. SIGNAL is for stored programs alone, which not every user may create, so the message
 * stands in place of a value that a variable of the session does not take: the server repeats it in its error. It keeps
 * 200 bytes of a message. Each SELECT … INTO reads without locking rows, which one inside of SET would not.
 */
export function mysqlGuard(parts: MysqlGuardParts): readonly string[] {
  const { guard, table, differs, literal } = parts;
  const messages = guardMessages(guard);
  const count = (into: string, from: string) => `SELECT count(*) INTO ${into} FROM ${from}`;
  const rows = count(
    '@pec_rows',
    `(SELECT 1 FROM ${table} WHERE ${differs} LIMIT ${mostCounted}) AS pec_differing`,
  );
  const ended = count(
    '@pec_ended',
    `\`pec\`.\`backfill\` WHERE \`name\` = ${parts.progressName} AND \`direction\` = 'forward' AND \`state\` = 'done'`,
  );
  const hasProgress =
    "EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'pec' AND TABLE_NAME = 'backfill')";
  const passes = '@@SESSION.completion_type';
  const raised = (message: string) => `CONCAT(${message}, ${literal(', see the head of this file')})`;
  const verdict = [
    `WHEN @pec_there = 0 OR @pec_shadow = 1 THEN ${passes}`,
    ...(guard.needsTrigger ? [`WHEN NOT (${parts.hasTriggers}) THEN ${raised(literal(messages.sync))}`] : []),
    `WHEN @pec_any = 1 AND @pec_ended = 0 THEN ${raised(literal(messages.backfill))}`,
    `WHEN @pec_rows > 0 THEN ${raised(`CONCAT(${literal(`${guard.transition}: `)}, @pec_rows, ' rows ', ${literal(messages.rows)})`)}`,
  ];
  return [
    `SET @pec_there = (${parts.hasColumns}), @pec_shadow = DATABASE() LIKE '${shadowName}' ESCAPE '!'`,
    'SET @pec_any = 0, @pec_ended = 0, @pec_rows = 0',
    ...prepared('@pec_there AND @pec_shadow', parts.copy, literal),
    ...prepared('@pec_there', count('@pec_any', `(SELECT 1 FROM ${table} LIMIT 1) AS pec_any`), literal),
    ...prepared(`@pec_any AND ${hasProgress}`, ended, literal),
    ...(guard.comparesRows ? prepared('@pec_ended', rows, literal) : []),
    `SET SESSION completion_type = CASE ${verdict.join(' ')} ELSE ${passes} END`,
  ];
}

/** Runs a statement under a condition: the server looks for tables and columns only where it runs. */
function prepared(condition: string, statement: string, literal: GuardParts['literal']): readonly string[] {
  return [
    `SET @pec_look = IF(${condition}, ${literal(statement)}, 'DO 0')`,
    'PREPARE pec_look FROM @pec_look',
    'EXECUTE pec_look',
    'DEALLOCATE PREPARE pec_look',
  ];
}
