-- AlterTable
ALTER TABLE "case_file" ADD COLUMN "measured" JSONB;

-- AlterTable: what lists and action lists ask for besides
ALTER TABLE "case_party" ADD COLUMN "late" TEXT,
ADD COLUMN "persons" TEXT[] NOT NULL DEFAULT '{}';
