-- CreateTable
CREATE TABLE "access" (
    "id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "authority" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "access_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_of" ON "access"("case_number", "authority", "at");
