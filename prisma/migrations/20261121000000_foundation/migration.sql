CREATE TABLE "directory_state" (
  "one" BOOLEAN NOT NULL DEFAULT true,
  "version" BIGINT NOT NULL,
  CONSTRAINT "directory_state_pkey" PRIMARY KEY ("one"),
  CONSTRAINT "directory_state_only_one" CHECK ("one")
);

CREATE TABLE "authority" (
  "id" TEXT NOT NULL,
  "country" CHAR(2) NOT NULL,
  "body" JSONB NOT NULL,
  CONSTRAINT "authority_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "authority_country_idx" ON "authority" ("country");

CREATE TABLE "national_system" (
  "id" TEXT NOT NULL,
  "body" JSONB NOT NULL,
  CONSTRAINT "national_system_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "system_credential" (
  "system" TEXT NOT NULL,
  "secret_sha256" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "system_credential_pkey" PRIMARY KEY ("system")
);

CREATE TABLE "case_file" (
  "number" TEXT NOT NULL,
  "workflow" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "seq" INTEGER NOT NULL,
  "chain_seq" INTEGER NOT NULL,
  "chain_head" BYTEA NOT NULL,
  "wrapped_key" BYTEA,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "case_file_pkey" PRIMARY KEY ("number")
);

CREATE TABLE "case_event" (
  "case_number" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "type" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "facts" JSONB NOT NULL,
  "content_digest" BYTEA,
  CONSTRAINT "case_event_pkey" PRIMARY KEY ("case_number", "seq")
);

CREATE TABLE "case_content" (
  "case_number" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "sealed" BYTEA NOT NULL,
  CONSTRAINT "case_content_pkey" PRIMARY KEY ("case_number", "seq")
);

CREATE TABLE "case_attachment" (
  "case_number" TEXT NOT NULL,
  "sha256" BYTEA NOT NULL,
  "sealed" BYTEA NOT NULL,
  CONSTRAINT "case_attachment_pkey" PRIMARY KEY ("case_number", "sha256")
);

CREATE TABLE "message" (
  "system" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "digest" BYTEA NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "outcome" TEXT NOT NULL,
  "case_number" TEXT,
  "receipt" TEXT NOT NULL,
  "receipt_id" UUID NOT NULL,
  CONSTRAINT "message_pkey" PRIMARY KEY ("system", "id")
);

CREATE TABLE "delivery" (
  "id" UUID NOT NULL,
  "system" TEXT NOT NULL,
  "authority" TEXT,
  "type" TEXT NOT NULL,
  "case_number" TEXT,
  "seq" INTEGER,
  "message_id" TEXT,
  "attachments" TEXT[],
  "duplicate" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "handed_over" TIMESTAMPTZ(3),
  CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);
-- Only what still waits is ever searched for; what has been handed over leaves the index.
CREATE INDEX "delivery_waiting" ON "delivery" ("system", "created_at") WHERE "handed_over" IS NULL;

CREATE TABLE "evidence" (
  "chain" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "body" TEXT NOT NULL,
  "prev" BYTEA NOT NULL,
  "hash" BYTEA NOT NULL,
  "case_seq" INTEGER NOT NULL,
  CONSTRAINT "evidence_pkey" PRIMARY KEY ("chain", "seq")
);

CREATE TABLE "report" (
  "id" TEXT NOT NULL,
  "case_number" TEXT NOT NULL,
  "authority" TEXT NOT NULL,
  "system" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "ordered_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "issued_at" TIMESTAMPTZ(3),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "sha256" BYTEA,
  "size" INTEGER,
  "sealed" BYTEA,
  CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "report_waiting" ON "report" ("ordered_at") WHERE "issued_at" IS NULL;

CREATE TABLE "dead_letter" (
  "id" UUID NOT NULL,
  "system" TEXT,
  "message_id" TEXT,
  "reason" TEXT NOT NULL,
  "queue" TEXT NOT NULL,
  "died_at" TIMESTAMPTZ(3) NOT NULL,
  "sealed" BYTEA NOT NULL,
  CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file" ("number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_content" ADD CONSTRAINT "case_content_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file" ("number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_attachment" ADD CONSTRAINT "case_attachment_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file" ("number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "report" ADD CONSTRAINT "report_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file" ("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Case numbers are handed out in blocks, so that no message waits for a counter.
CREATE SEQUENCE "case_number_block";
