-- sync
CREATE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $pec$
  #variable_conflict use_column
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW."display_name" IS NULL THEN
        NEW."display_name" := NEW."user's name";
      ELSE
        IF NEW."display_name" IS DISTINCT FROM NEW."user's name" COLLATE "C" THEN
          NEW."user's name" := NEW."display_name";
        END IF;
      END IF;
      IF has_column_privilege(TG_RELID, 'user''s name', 'SELECT') AND has_column_privilege(TG_RELID, 'tenant', 'SELECT') THEN
        IF EXISTS (SELECT FROM "app users" AS "t" WHERE "t"."user's name" = NEW."user's name") AND EXISTS (SELECT FROM "app users" AS "t" WHERE "t"."tenant" = NEW."tenant" AND "t"."user's name" = NEW."user's name") THEN
          RETURN NEW;
        END IF;
      END IF;
      PERFORM pg_advisory_xact_lock(hashtextextended(lower(NEW."display_name"::text), hashtext('["","app users","display_name"]')));
    ELSIF NEW."display_name" IS DISTINCT FROM OLD."display_name" COLLATE "C" THEN
      IF NEW."display_name" IS DISTINCT FROM NEW."user's name" COLLATE "C" THEN
        NEW."user's name" := NEW."display_name";
      END IF;
    ELSIF NEW."user's name" IS DISTINCT FROM OLD."user's name" COLLATE "C" OR NEW."display_name" IS NULL THEN
      NEW."display_name" := NEW."user's name";
    END IF;
    RETURN NEW;
  END
  $pec$;
CREATE TRIGGER "pec_sync_app users_user's name_display_name_bba249d3" BEFORE INSERT ON "app users" FOR EACH ROW EXECUTE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"();
CREATE TRIGGER "pec_keep_app users_user's name_display_name_bba249d3" BEFORE UPDATE ON "app users" FOR EACH ROW WHEN (NEW."user's name" IS DISTINCT FROM OLD."user's name" COLLATE "C" OR NEW."display_name" IS DISTINCT FROM OLD."display_name" COLLATE "C" OR (NEW."display_name" IS NULL AND NEW."user's name" IS NOT NULL)) EXECUTE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"()

-- sync, an INSERT follows the source
CREATE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $pec$
  #variable_conflict use_column
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW."user's name" IS NULL THEN
        NEW."user's name" := NEW."display_name";
      ELSIF NEW."display_name" IS DISTINCT FROM NEW."user's name" COLLATE "C" THEN
        NEW."display_name" := NEW."user's name";
      END IF;
      IF has_column_privilege(TG_RELID, 'user''s name', 'SELECT') AND has_column_privilege(TG_RELID, 'tenant', 'SELECT') THEN
        IF EXISTS (SELECT FROM "app users" AS "t" WHERE "t"."user's name" = NEW."user's name") AND EXISTS (SELECT FROM "app users" AS "t" WHERE "t"."tenant" = NEW."tenant" AND "t"."user's name" = NEW."user's name") THEN
          RETURN NEW;
        END IF;
      END IF;
      PERFORM pg_advisory_xact_lock(hashtextextended(lower(NEW."display_name"::text), hashtext('["","app users","display_name"]')));
    ELSIF NEW."display_name" IS DISTINCT FROM OLD."display_name" COLLATE "C" THEN
      IF NEW."display_name" IS DISTINCT FROM NEW."user's name" COLLATE "C" THEN
        NEW."user's name" := NEW."display_name";
      END IF;
    ELSIF NEW."user's name" IS DISTINCT FROM OLD."user's name" COLLATE "C" OR NEW."display_name" IS NULL THEN
      NEW."display_name" := NEW."user's name";
    END IF;
    RETURN NEW;
  END
  $pec$;
CREATE TRIGGER "pec_sync_app users_user's name_display_name_bba249d3" BEFORE INSERT ON "app users" FOR EACH ROW EXECUTE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"();
CREATE TRIGGER "pec_keep_app users_user's name_display_name_bba249d3" BEFORE UPDATE ON "app users" FOR EACH ROW WHEN (NEW."user's name" IS DISTINCT FROM OLD."user's name" COLLATE "C" OR NEW."display_name" IS DISTINCT FROM OLD."display_name" COLLATE "C" OR (NEW."display_name" IS NULL AND NEW."user's name" IS NOT NULL)) EXECUTE FUNCTION "pec_sync_app users_user's name_display_name_bba249d3"()

-- end of a batch
WITH "pec_whole" AS (SELECT "tenant", "number" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) ORDER BY "tenant", "number" OFFSET $3::bigint - 1 LIMIT 1) SELECT "tenant"::text AS "key_1", "number"::text AS "key_2", $3::integer AS "rows" FROM "pec_whole" UNION ALL (SELECT "tenant"::text AS "key_1", "number"::text AS "key_2", (count(*) OVER ())::integer FROM (SELECT "tenant", "number" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) ORDER BY "tenant", "number" LIMIT $3) AS "pec_batch" WHERE NOT EXISTS (SELECT FROM "pec_whole") ORDER BY "tenant" DESC, "number" DESC LIMIT 1)
-- values: ["1","1",1000]

-- batch
WITH "pec_free" AS MATERIALIZED (SELECT "tenant" AS "pec_free_1", "number" AS "pec_free_2" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C" FOR NO KEY UPDATE SKIP LOCKED) UPDATE "app users" SET "display_name" = "user's name" FROM "pec_free" WHERE "tenant" = "pec_free_1" AND "number" = "pec_free_2" AND ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- batch over a unique target
WITH "pec_free" AS MATERIALIZED (SELECT "tenant" AS "pec_free_1", "number" AS "pec_free_2" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C" FOR UPDATE SKIP LOCKED) UPDATE "app users" SET "display_name" = "user's name" FROM "pec_free" WHERE "tenant" = "pec_free_1" AND "number" = "pec_free_2" AND ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- batch that leaves alone what the database writes
WITH "pec_free" AS MATERIALIZED (SELECT "tenant" AS "pec_free_1", "number" AS "pec_free_2" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C" FOR NO KEY UPDATE SKIP LOCKED) UPDATE "app users" SET "display_name" = "user's name" FROM "pec_free" WHERE "tenant" = "pec_free_1" AND "number" = "pec_free_2" AND ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- one row
UPDATE "app users" SET "display_name" = "user's name" WHERE ("tenant", "number") = ($1::INTEGER, $2::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1"]

-- whole table
UPDATE "app users" SET "display_name" = "user's name" WHERE "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: []

-- batch, backward
WITH "pec_free" AS MATERIALIZED (SELECT "tenant" AS "pec_free_1", "number" AS "pec_free_2" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C" FOR NO KEY UPDATE SKIP LOCKED) UPDATE "app users" SET "user's name" = "display_name" FROM "pec_free" WHERE "tenant" = "pec_free_1" AND "number" = "pec_free_2" AND ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- rows to copy
SELECT "tenant"::text AS "key_1", "number"::text AS "key_2" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- drift
SELECT count(*)::double precision AS "drift" FROM "app users" WHERE ("tenant", "number") > ($1::INTEGER, $2::TEXT) AND ("tenant", "number") <= ($3::INTEGER, $4::TEXT) AND "display_name" IS DISTINCT FROM "user's name" COLLATE "C"
-- values: ["1","1","9","9"]

-- samples of drift
SELECT "tenant"::text AS "key_1", "number"::text AS "key_2" FROM "app users" WHERE "display_name" IS DISTINCT FROM "user's name" COLLATE "C" ORDER BY "tenant", "number" LIMIT $1
-- values: [10]

-- unmapped values
(none)

-- value of the target
"user's name"

-- names of triggers
pec_sync_app users_user's name_display_name_bba249d3;
pec_keep_app users_user's name_display_name_bba249d3

-- parts of the table
WITH RECURSIVE "found" AS (
        SELECT "c"."oid", "n"."nspname" FROM "pg_class" AS "c" JOIN "pg_namespace" AS "n" ON "n"."oid" = "c"."relnamespace"
        WHERE "c"."oid" = to_regclass($1) AND "c"."relkind" IN ('r', 'p')),
      "family" AS (SELECT "oid" FROM "found" UNION SELECT "inhrelid" FROM "pg_inherits" JOIN "family" ON "inhparent" = "oid")
      SELECT "nspname"::text AS "schema", 'column' AS "kind", "attname"::text AS "name", format_type("atttypid", "atttypmod") AS "type"
        FROM "found" JOIN "pg_attribute" ON "attrelid" = "found"."oid" WHERE "attnum" > 0 AND NOT "attisdropped"
      UNION ALL SELECT "nspname"::text, 'unique', "attname"::text, NULL
        FROM "found" JOIN "pg_index" ON "indrelid" = "found"."oid" JOIN "pg_attribute" ON "attrelid" = "indrelid" AND "attnum" = ANY ("indkey")
        WHERE "indisunique" AND "indpred" IS NULL AND "indexprs" IS NULL
      UNION ALL SELECT "nspname"::text, 'trigger', "name"::text, NULL
        FROM "found" JOIN "pg_trigger" ON "tgrelid" = "found"."oid",
          -- One trigger of ours for both events, as earlier versions made it, stands for two.
          unnest(CASE WHEN "tgname" LIKE 'pec\_sync\_%' AND "tgtype" & 20 = 20
            THEN ARRAY["tgname"::text, overlay("tgname"::text placing 'keep' from 5)] ELSE ARRAY["tgname"::text] END) AS "name"
        WHERE "tgenabled" IN ('O', 'A') AND NOT EXISTS (
          SELECT FROM "family" WHERE NOT EXISTS (SELECT FROM "pg_trigger" AS "same"
            WHERE "same"."tgrelid" = "family"."oid" AND "same"."tgname" = "pg_trigger"."tgname" AND "same"."tgenabled" IN ('O', 'A')))
-- values: ["\"app users\""]

-- number of rows
SELECT count(*)::double precision AS "rows" FROM "app users"
-- values: []

-- estimate
SELECT CASE relpages WHEN 0 THEN -1 ELSE reltuples::double precision END AS "rows" FROM pg_catalog.pg_class WHERE oid = $1::regclass
-- values: ["\"app users\""]
