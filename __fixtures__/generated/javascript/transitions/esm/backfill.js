// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
export const backfills = [
  {
    transition: 'User.state',
    table: 'User',
    source: 'status',
    target: 'state',
    key: ['id'],
    copy: "WITH \"pec_free\" AS MATERIALIZED (SELECT \"id\" AS \"pec_free_1\" FROM \"User\" WHERE (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'SUSPENDED' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"State\")::text COLLATE \"C\" FOR NO KEY UPDATE SKIP LOCKED) UPDATE \"User\" SET \"state\" = (CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'SUSPENDED' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"State\" FROM \"pec_free\" WHERE \"id\" = \"pec_free_1\" AND (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'SUSPENDED' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"State\")::text COLLATE \"C\"",
    countDrift: "SELECT count(*)::double precision AS \"drift\" FROM \"User\" WHERE (\"state\")::text IS DISTINCT FROM ((CASE WHEN \"status\" IS NULL THEN NULL WHEN \"status\"::text = 'active' COLLATE \"C\" THEN 'ACTIVE' WHEN \"status\"::text = 'banned' COLLATE \"C\" THEN 'SUSPENDED' WHEN \"status\"::text = 'UNKNOWN' COLLATE \"C\" THEN 'UNKNOWN' ELSE 'UNKNOWN' END)::\"State\")::text COLLATE \"C\"",
  },
];
