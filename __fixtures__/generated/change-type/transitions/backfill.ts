// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.

/** One copy from the old column to the new one, or the filling of a new one. `pec backfill` runs it in batches, with progress and retries. */
export interface Backfill {
  /** Names the transition on the command line: `pec backfill <transition>`. */
  readonly transition: string;
  readonly table: string;
  /** Absent where an expression fills the target. */
  readonly source?: string;
  readonly target: string;
  /** The columns that batches walk along. */
  readonly key: readonly string[];
  /** The whole copy as one statement, for small tables and throw-away databases. */
  readonly copy: string;
  /** Counts the rows whose sides differ, null-safely, or whose target has no value, as `drift`. */
  readonly countDrift: string;
}

export const backfills: readonly Backfill[] = [
  {
    transition: 'User.state',
    table: 'User',
    source: 'status',
    target: 'state',
    key: ['id'],
    copy: "WITH \"pec_free\" AS MATERIALIZED (SELECT \"id\" AS \"pec_free_1\" FROM \"User\" WHERE (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'it''s on' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'is suspended' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"Status\")::text COLLATE \"C\" FOR NO KEY UPDATE SKIP LOCKED) UPDATE \"User\" SET \"state\" = (CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'it''s on' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'is suspended' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"Status\" FROM \"pec_free\" WHERE \"id\" = \"pec_free_1\" AND (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'it''s on' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'is suspended' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"Status\")::text COLLATE \"C\"",
    countDrift: "SELECT count(*)::double precision AS \"drift\" FROM \"User\" WHERE (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'it''s on' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'is suspended' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"Status\")::text COLLATE \"C\"",
  },
  {
    transition: 'Order.urgency',
    table: 'Order',
    source: 'stage',
    target: 'urgency',
    key: ['id'],
    copy: "WITH \"pec_free\" AS MATERIALIZED (SELECT \"id\" AS \"pec_free_1\" FROM \"Order\" WHERE (\"urgency\")::text IS DISTINCT FROM ((CASE WHEN \"stage\" IS NULL THEN NULL WHEN \"stage\"::text = 'new' COLLATE \"C\" THEN 'NORMAL' WHEN \"stage\"::text = 'rush' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" FOR NO KEY UPDATE SKIP LOCKED) UPDATE \"Order\" SET \"urgency\" = (CASE WHEN \"stage\" IS NULL THEN NULL WHEN \"stage\"::text = 'new' COLLATE \"C\" THEN 'NORMAL' WHEN \"stage\"::text = 'rush' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\" FROM \"pec_free\" WHERE \"id\" = \"pec_free_1\" AND (\"urgency\")::text IS DISTINCT FROM ((CASE WHEN \"stage\" IS NULL THEN NULL WHEN \"stage\"::text = 'new' COLLATE \"C\" THEN 'NORMAL' WHEN \"stage\"::text = 'rush' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\"",
    countDrift: "SELECT count(*)::double precision AS \"drift\" FROM \"Order\" WHERE ((\"urgency\")::text IS DISTINCT FROM ((CASE WHEN \"stage\" IS NULL THEN NULL WHEN \"stage\"::text = 'new' COLLATE \"C\" THEN 'NORMAL' WHEN \"stage\"::text = 'rush' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" OR NOT (\"stage\"::text = 'new' COLLATE \"C\" OR \"stage\"::text = 'rush' COLLATE \"C\"))",
  },
  {
    transition: 'Ticket.priority',
    table: 'Ticket',
    source: 'level',
    target: 'priority',
    key: ['id'],
    copy: "WITH \"pec_free\" AS MATERIALIZED (SELECT \"id\" AS \"pec_free_1\" FROM \"Ticket\" WHERE (\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" FOR NO KEY UPDATE SKIP LOCKED) UPDATE \"Ticket\" SET \"priority\" = (CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\" FROM \"pec_free\" WHERE \"id\" = \"pec_free_1\" AND (\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\"",
    countDrift: "SELECT count(*)::double precision AS \"drift\" FROM \"Ticket\" WHERE ((\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" OR NOT (\"level\"::text = 'low' COLLATE \"C\" OR \"level\"::text = 'high' COLLATE \"C\" OR \"level\"::text = 'urgent' COLLATE \"C\"))",
  },
  {
    transition: 'Document.priority',
    table: 'Document',
    source: 'level',
    target: 'priority',
    key: ['id'],
    copy: "WITH \"pec_free\" AS MATERIALIZED (SELECT \"id\" AS \"pec_free_1\" FROM \"Document\" WHERE (\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" FOR NO KEY UPDATE SKIP LOCKED) UPDATE \"Document\" SET \"priority\" = (CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\" FROM \"pec_free\" WHERE \"id\" = \"pec_free_1\" AND (\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\"",
    countDrift: "SELECT count(*)::double precision AS \"drift\" FROM \"Document\" WHERE ((\"priority\")::text IS DISTINCT FROM ((CASE WHEN \"level\" IS NULL THEN NULL WHEN \"level\"::text = 'low' COLLATE \"C\" THEN 'NORMAL' WHEN \"level\"::text = 'high' COLLATE \"C\" THEN 'HIGH' WHEN \"level\"::text = 'urgent' COLLATE \"C\" THEN 'HIGH' ELSE NULL END)::\"Priority\")::text COLLATE \"C\" OR NOT (\"level\"::text = 'low' COLLATE \"C\" OR \"level\"::text = 'high' COLLATE \"C\" OR \"level\"::text = 'urgent' COLLATE \"C\"))",
  },
];
