-- What gives rights bears a code that only a process with the master key can make, so none can be made here for rows that
-- are there already. Nothing had been released when this came.
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM "evidence") OR EXISTS (SELECT 1 FROM "authority") OR EXISTS (SELECT 1 FROM "system_credential") THEN
    RAISE EXCEPTION 'This database is from before the first release and cannot be taken over: begin with an empty one.';
  END IF;
END $$;

ALTER TABLE "case_event" ADD COLUMN "mac" BYTEA NOT NULL;
-- As it was written, to the byte: the code is over just that.
ALTER TABLE "case_event" ALTER COLUMN "facts" TYPE JSON;
ALTER TABLE "evidence" ADD COLUMN "mac" BYTEA NOT NULL;
ALTER TABLE "message" ADD COLUMN "sealed" BYTEA NOT NULL;
-- Whom a report is for its case says; which system speaks for them the directory says.
ALTER TABLE "report" DROP COLUMN "system";
-- What is left of a letter that has been erased: that there was one.
ALTER TABLE "dead_letter" ALTER COLUMN "sealed" DROP NOT NULL, ADD COLUMN "chain" TEXT NOT NULL, ADD COLUMN "mac" BYTEA NOT NULL;
CREATE INDEX "dead_letter_kept" ON "dead_letter" ("died_at") WHERE "sealed" IS NOT NULL;
CREATE INDEX "dead_letter_of_message" ON "dead_letter" ("message_id") WHERE "message_id" IS NOT NULL;

-- Bound to the system, and under the hub's key.
ALTER TABLE "system_credential" RENAME COLUMN "secret_sha256" TO "secret_hmac";
