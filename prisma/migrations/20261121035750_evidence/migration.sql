-- Deliveries from before belong to the chain of their case, or of their system.
ALTER TABLE "delivery" ADD COLUMN "chain" TEXT, ADD COLUMN "overdue" TIMESTAMPTZ(3);

UPDATE "delivery" d SET "chain" = coalesce(
  d."case_number",
  (SELECT m."case_number" FROM "message" m WHERE m."system" = d."system" AND m."id" = d."message_id"),
  'system/' || d."system"
);

ALTER TABLE "delivery" ALTER COLUMN "chain" SET NOT NULL;

CREATE TABLE "case_original" (
  "case_number" TEXT NOT NULL,
  "system" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "sealed" BYTEA NOT NULL,
  CONSTRAINT "case_original_pkey" PRIMARY KEY ("case_number", "system", "id"),
  CONSTRAINT "case_original_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file" ("number") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "evidence_chain" (
  "chain" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "evidence_chain_pkey" PRIMARY KEY ("chain")
);
