-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "authority" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "mail_moments" CHECK (isfinite("created_at") AND isfinite("next_try"))
);

-- CreateIndex
CREATE INDEX "mail_case_number_idx" ON "mail"("case_number");

-- An event writes to an authority by a template once: a copy of a row would be sent, and testified to, again.
CREATE UNIQUE INDEX "mail_once" ON "mail"("case_number", "seq", "authority", "template");

-- What is to be sent next, and what people have to look at: both few, however many have been sent.
CREATE INDEX "mail_waiting" ON "mail"("next_try") WHERE "state" = 'waiting';
CREATE INDEX "mail_dead" ON "mail"("ended_at") WHERE "state" = 'dead';
