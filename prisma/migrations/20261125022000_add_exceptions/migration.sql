-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "finding_exception" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule_id" TEXT,
    "path_id" TEXT,
    "container_id" UUID,
    "workload_id" UUID,
    "host_id" UUID,
    "image" TEXT,
    "facts" TEXT[],
    "value" TEXT,
    "owner" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" TEXT NOT NULL,
    "requester" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "finding_exception_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_exception_requested_at_id_idx" ON "finding_exception"("requested_at", "id");

-- AddForeignKey
ALTER TABLE "finding_exception" ADD CONSTRAINT "finding_exception_container_id_fkey" FOREIGN KEY ("container_id") REFERENCES "container"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_exception" ADD CONSTRAINT "finding_exception_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_exception" ADD CONSTRAINT "finding_exception_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
