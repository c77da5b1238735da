-- AlterTable
ALTER TABLE "case_file" ADD COLUMN     "due_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "area_asked" (
    "area" TEXT NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "area_asked_pkey" PRIMARY KEY ("area","version")
);

-- What the clock finds; cases of before are asked once, because their areas have never been.
CREATE INDEX "case_file_due" ON "case_file" ("due_at", "number") WHERE "due_at" IS NOT NULL;
DROP INDEX "case_file_to_erase";
