-- AlterTable
ALTER TABLE "case_event" ADD COLUMN     "person" TEXT;

-- Found when the case is erased: receipts of persons are not delivered.
CREATE INDEX "message_of_person" ON "message" ("case_number") WHERE starts_with("system", 'person/');
