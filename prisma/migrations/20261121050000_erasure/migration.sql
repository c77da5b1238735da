ALTER TABLE "case_file" ADD COLUMN "ended_at" TIMESTAMPTZ(3), ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- Nothing happens to a request after its end but reports.
UPDATE "case_file" c SET "ended_at" =
  (SELECT max(e."at") FROM "case_event" e WHERE e."case_number" = c."number" AND e."type" NOT LIKE 'report.%')
WHERE c."status" IN ('closed', 'refused', 'withdrawn');

ALTER TABLE "message" ALTER COLUMN "digest" DROP NOT NULL;

CREATE INDEX "report_case_number_idx" ON "report" ("case_number");

-- What is to be erased, and nothing else: none of these grows with what has been.
CREATE INDEX "case_file_to_erase" ON "case_file" ("ended_at", "number") WHERE "ended_at" IS NOT NULL AND "erased_at" IS NULL;
CREATE INDEX "message_stray" ON "message" ("received_at") WHERE "case_number" IS NULL AND "digest" IS NOT NULL;
-- What has been handed over in one chain. What waits has an index of its own.
CREATE INDEX "delivery_of_chain" ON "delivery" ("chain") WHERE "handed_over" IS NOT NULL;
