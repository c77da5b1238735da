-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "authority" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" BYTEA,
    "received" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "trouble" TEXT,
    "case_number" TEXT,
    "wrapped_key" BYTEA,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_until" TIMESTAMPTZ(3),
    "of" UUID,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_piece" (
    "upload_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "upload_piece_pkey" PRIMARY KEY ("upload_id","place")
);

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
-- The pieces of another one: whoever has them keeps them.
ALTER TABLE "upload" ADD CONSTRAINT "upload_of_fkey" FOREIGN KEY ("of") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_piece" ADD CONSTRAINT "upload_piece_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What its sender has under way, what a case has, and what waits to be checked or deleted: each few, however many there are.
CREATE INDEX "upload_of" ON "upload"("owner") WHERE "case_number" IS NULL;
CREATE INDEX "upload_in" ON "upload"("case_number") WHERE "case_number" IS NOT NULL;
CREATE INDEX "upload_of_other" ON "upload"("of") WHERE "of" IS NOT NULL;
CREATE INDEX "upload_at_work" ON "upload"("state", "expires_at") WHERE "state" IN ('checking', 'refused', 'gone');

ALTER TABLE "upload" ADD CONSTRAINT "upload_words" CHECK (
    "state" IN ('open', 'checking', 'ready', 'refused', 'gone') AND "size" > 0 AND "received" BETWEEN 0 AND "size" AND isfinite("expires_at"));

-- What is sealed cannot be compressed, and is not to be tried.
ALTER TABLE "upload_piece" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;
