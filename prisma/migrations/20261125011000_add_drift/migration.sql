-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- CreateEnum
CREATE TYPE "baseline_kind" AS ENUM ('learned', 'approved');

-- CreateEnum
CREATE TYPE "drift_cause" AS ENUM ('live', 'redeploy', 'host', 'outlier', 'declared');

-- CreateEnum
CREATE TYPE "drift_state" AS ENUM ('open', 'rejected', 'resolved');

-- CreateTable
CREATE TABLE "workload" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workload_member" (
    "container_id" UUID NOT NULL,
    "workload_id" UUID NOT NULL,
    "instance_hash" TEXT NOT NULL,
    "checked" TEXT,

    CONSTRAINT "workload_member_pkey" PRIMARY KEY ("container_id")
);

-- CreateTable
CREATE TABLE "baseline" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workload_id" UUID NOT NULL,
    "kind" "baseline_kind" NOT NULL,
    "posture_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "declared_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "note" TEXT,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "baseline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comparison" (
    "id" BIGSERIAL NOT NULL,
    "before_posture" TEXT NOT NULL,
    "before_traits" TEXT NOT NULL,
    "posture_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "host_hash" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "score" DOUBLE PRECISION NOT NULL,
    "up_to" DOUBLE PRECISION NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "container_id" UUID NOT NULL,
    "workload_id" UUID NOT NULL,
    "baseline_id" UUID,
    "cause" "drift_cause" NOT NULL,
    "state" "drift_state" NOT NULL DEFAULT 'open',
    "posture_hash" TEXT NOT NULL,
    "host_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "declared_hash" TEXT,
    "fingerprint" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "up_to" DOUBLE PRECISION NOT NULL,
    "walls" TEXT[],
    "fields" TEXT[],
    "directions" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,

    CONSTRAINT "drift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "workload_key_key" ON "workload"("key");

-- CreateIndex
CREATE INDEX "workload_name_id_idx" ON "workload"("name", "id");

-- CreateIndex
CREATE INDEX "workload_member_workload_id_idx" ON "workload_member"("workload_id");

-- CreateIndex
CREATE INDEX "baseline_workload_id_created_at_idx" ON "baseline"("workload_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "baseline_current_key" ON "baseline"("workload_id") WHERE (replaced_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "comparison_pair_key" ON "comparison"("posture_hash", "traits_hash", "host_hash", "before_posture", "before_traits", "version");

-- CreateIndex
CREATE UNIQUE INDEX "drift_current_key" ON "drift"("container_id", "cause") WHERE (resolved_at IS NULL);

-- CreateIndex
CREATE INDEX "drift_current_idx" ON "drift"("score" DESC, "id") WHERE (resolved_at IS NULL);

-- CreateIndex
CREATE INDEX "drift_workload_id_since_idx" ON "drift"("workload_id", "since");

-- CreateIndex
CREATE INDEX "drift_container_id_since_idx" ON "drift"("container_id", "since");

-- AddForeignKey
ALTER TABLE "workload_member" ADD CONSTRAINT "workload_member_container_id_fkey" FOREIGN KEY ("container_id") REFERENCES "container"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workload_member" ADD CONSTRAINT "workload_member_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baseline" ADD CONSTRAINT "baseline_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift" ADD CONSTRAINT "drift_container_id_fkey" FOREIGN KEY ("container_id") REFERENCES "container"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift" ADD CONSTRAINT "drift_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift" ADD CONSTRAINT "drift_baseline_id_fkey" FOREIGN KEY ("baseline_id") REFERENCES "baseline"("id") ON DELETE SET NULL ON UPDATE CASCADE;
