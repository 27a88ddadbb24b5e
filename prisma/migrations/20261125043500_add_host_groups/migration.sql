-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "enrolment_token" ADD COLUMN     "groups" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "finding_exception" ADD COLUMN     "host_group" TEXT;

-- CreateTable
CREATE TABLE "host_group_member" (
    "host_id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "host_group_member_pkey" PRIMARY KEY ("host_id","name")
);

-- CreateIndex
CREATE INDEX "host_group_member_name_idx" ON "host_group_member"("name");

-- AddForeignKey
ALTER TABLE "host_group_member" ADD CONSTRAINT "host_group_member_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
