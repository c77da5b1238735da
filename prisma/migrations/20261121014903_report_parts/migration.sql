-- AlterTable
ALTER TABLE "report" ADD COLUMN     "parts" TEXT[];
