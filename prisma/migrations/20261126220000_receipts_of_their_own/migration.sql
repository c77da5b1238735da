-- News for an authority that no system speaks for wait until one does; and who has written a delivery hands it over undisturbed.
ALTER TABLE "delivery" ALTER COLUMN "system" DROP NOT NULL, ADD COLUMN "held_until" TIMESTAMPTZ(3);

-- Repetitions of receipts are deliveries of their own, found again when what they say is erased.
CREATE INDEX "delivery_repeated" ON "delivery" ("system", "message_id") WHERE "duplicate";
