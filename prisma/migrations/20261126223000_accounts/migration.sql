-- A system has one secret, or for a while two, each for an account of its own on the broker.
ALTER TABLE "system_credential" ADD COLUMN "account" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "ends_at" TIMESTAMPTZ(3),
  ADD COLUMN "broker_hash" TEXT,
  -- Under the hub's key, over the whole row.
  ADD COLUMN "mac" BYTEA NOT NULL;
ALTER TABLE "system_credential" DROP CONSTRAINT "system_credential_pkey";
ALTER TABLE "system_credential" ADD CONSTRAINT "system_credential_pkey" PRIMARY KEY ("system", "account");
