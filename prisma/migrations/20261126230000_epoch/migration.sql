-- The first epoch is opened by the first start: only then is the database where it will stay.
CREATE TABLE "epoch" (
  "number" INTEGER NOT NULL,
  "cluster" BIGINT NOT NULL,
  "database" BIGINT NOT NULL,
  "timeline" INTEGER NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "last_root" INTEGER NOT NULL,
  "lost" TEXT,
  "doubt" TEXT,
  CONSTRAINT "epoch_pkey" PRIMARY KEY ("number")
);
