-- AlterTable
ALTER TABLE "report" ADD COLUMN     "earlier" BYTEA[],
ADD COLUMN     "extending_at" TIMESTAMPTZ(3),
ADD COLUMN     "stamps_end_at" TIMESTAMPTZ(3);

-- Only files that are still kept are ever searched for; what has been deleted leaves these indexes.
CREATE INDEX "report_kept" ON "report" ("expires_at") WHERE "sealed" IS NOT NULL;
CREATE INDEX "report_ending" ON "report" ("stamps_end_at") WHERE "sealed" IS NOT NULL;
