/** The parts behind the commands, for scripts of your own. Applications import what the generator writes, and nothing of this. */
export type { CodemodReport } from '../codemods/codemod-report.js';
export {
  type BackfillEvent,
  type BackfillOptions,
  type BackfillResult,
  runBackfill,
} from './backfill/backfill.js';
export type { Connect, Job } from './backfill/job.js';
export { type Verification, type VerifyOptions, verify } from './backfill/verify.js';
export type { Connection } from './database/connection.js';
export { connectMysql } from './database/mysql-connection.js';
export { connectPostgres } from './database/postgresql-connection.js';
export { connectSqlite } from './database/sqlite-connection.js';
export { formatUserError, isUserError, type Place, UserError } from './errors.js';
export { type Checklist, checklist, checklistMarkdown } from './plan/checklist.js';
export { type Plan, planTransition } from './plan/plan.js';
export { syncedColumns } from './scenarios/parts/synced-columns.js';
export { parseSchema } from './schema/document.js';
export { readProvider } from './schema/generator-config.js';
export { loadSchema } from './schema/load.js';
export type { Phase, Provider, SyncMode, Transition } from './schema/transition.js';
export { readTransitions } from './schema/transitions.js';
export type { TransitionsFile } from './schema/transitions-file.js';
