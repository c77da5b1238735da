-- Every record that is already there counts as written by this migration, and so comes under the first root.
ALTER TABLE "evidence" ADD COLUMN "written_by" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;
CREATE INDEX "evidence_written_by_idx" ON "evidence" ("written_by");

CREATE TABLE "evidence_root" (
  "number" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "statement" TEXT NOT NULL,
  "horizon" BIGINT NOT NULL,
  "cluster" BIGINT NOT NULL,
  "taken_at" TIMESTAMPTZ(3),
  "signature" BYTEA,
  "sealed_at" TIMESTAMPTZ(3),
  CONSTRAINT "evidence_root_pkey" PRIMARY KEY ("number")
);
-- The oldest that waits for its seal; a year has half a million roots, and nearly all of them have theirs.
CREATE INDEX "evidence_root_unsealed" ON "evidence_root" ("number") WHERE "sealed_at" IS NULL;

CREATE TABLE "evidence_root_head" (
  "number" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "chain" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "evidence_root_head_pkey" PRIMARY KEY ("number", "position")
);
CREATE INDEX "evidence_root_head_chain_seq_idx" ON "evidence_root_head" ("chain", "seq");
