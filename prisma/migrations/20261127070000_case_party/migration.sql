-- CreateTable
CREATE TABLE "case_party" (
    "case_number" TEXT NOT NULL,
    "authority" TEXT NOT NULL,
    "parties" TEXT[] NOT NULL,
    "workflow" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "waits_for" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "others" TEXT[] NOT NULL,
    "countries" TEXT[] NOT NULL,
    "shared" BOOLEAN NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "case_party_pkey" PRIMARY KEY ("case_number","authority")
);

-- AddForeignKey
ALTER TABLE "case_party" ADD CONSTRAINT "case_party_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "case_file"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An authority's cases, the newest first. All that is asked for lies in the index, so that a rare one is found without
-- looking at all the others; the action list has one of its own.
CREATE INDEX "case_party_of" ON "case_party"("authority", "since", "case_number", "workflow", "area", "status", "countries", "shared");
CREATE INDEX "case_party_waits_for" ON "case_party"("authority", "since", "case_number") WHERE "waits_for" IS NOT NULL;

-- Cases of before get theirs when they are asked next: all are, once.
DELETE FROM "area_asked";
