-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';


-- CreateEnum
CREATE TYPE "host_state" AS ENUM ('active', 'locked', 'revoked');

-- CreateEnum
CREATE TYPE "container_state" AS ENUM ('running', 'gone');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('viewer', 'analyst', 'admin');

-- CreateTable
CREATE TABLE "host" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "machine_id" TEXT,
    "state" "host_state" NOT NULL DEFAULT 'active',
    "state_reason" TEXT,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "collector_version" TEXT,
    "boot_id" UUID,
    "booted_at" TIMESTAMPTZ(3),
    "document_hash" TEXT,
    "inventory" TEXT,
    "interval" INTEGER NOT NULL DEFAULT 30,
    "last_seq" BIGINT NOT NULL DEFAULT 0,
    "observed_at" TIMESTAMPTZ(3),
    "last_seen" TIMESTAMPTZ(3),

    CONSTRAINT "host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host_document" (
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_document_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "receipt" (
    "host_id" UUID NOT NULL,
    "boot_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("host_id","boot_id","seq")
);

-- CreateTable
CREATE TABLE "host_event" (
    "id" BIGSERIAL NOT NULL,
    "host_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "container_key" TEXT,
    "detail" TEXT NOT NULL,

    CONSTRAINT "host_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture" (
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "posture_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "traits" (
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "traits_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "container" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "host_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "runtime" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "image_reference" TEXT,
    "state" "container_state" NOT NULL DEFAULT 'running',
    "instance" JSONB NOT NULL,
    "instance_hash" TEXT NOT NULL,
    "posture_hash" TEXT NOT NULL,
    "host_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "declared_hash" TEXT,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "judgement_id" BIGINT,
    "risk_score" REAL,
    "risk_up_to" REAL,

    CONSTRAINT "container_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture_period" (
    "id" BIGSERIAL NOT NULL,
    "container_id" UUID NOT NULL,
    "posture_hash" TEXT NOT NULL,
    "host_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),

    CONSTRAINT "posture_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "judgement" (
    "id" BIGSERIAL NOT NULL,
    "posture_hash" TEXT NOT NULL,
    "host_hash" TEXT NOT NULL,
    "traits_hash" TEXT NOT NULL,
    "rule_set" TEXT NOT NULL,
    "judged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "score" DOUBLE PRECISION NOT NULL,
    "up_to" DOUBLE PRECISION NOT NULL,
    "coverage" DOUBLE PRECISION NOT NULL,
    "band" TEXT NOT NULL,
    "walls" JSONB NOT NULL,
    "parts" JSONB NOT NULL,

    CONSTRAINT "judgement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "judgement_id" BIGINT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "wall" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("judgement_id","rule_id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment_token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "max_uses" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host_key" (
    "key_id" TEXT NOT NULL,
    "host_id" UUID NOT NULL,
    "public_key" BYTEA NOT NULL,
    "enrolment_token_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_key_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "receipt_received_at_idx" ON "receipt"("received_at");

-- CreateIndex
CREATE INDEX "host_event_host_id_at_idx" ON "host_event"("host_id", "at");

-- CreateIndex
CREATE INDEX "container_running_idx" ON "container"("host_id") WHERE (state = 'running');

-- CreateIndex
CREATE INDEX "container_state_risk_score_id_idx" ON "container"("state", "risk_score" DESC, "id");

-- CreateIndex
CREATE INDEX "container_state_name_id_idx" ON "container"("state", "name", "id");

-- CreateIndex
CREATE INDEX "container_posture_hash_host_hash_traits_hash_idx" ON "container"("posture_hash", "host_hash", "traits_hash");

-- CreateIndex
CREATE UNIQUE INDEX "container_host_id_key_key" ON "container"("host_id", "key");

-- CreateIndex
CREATE INDEX "posture_period_container_id_from_at_idx" ON "posture_period"("container_id", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "posture_period_open_key" ON "posture_period"("container_id") WHERE (to_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "judgement_posture_hash_host_hash_traits_hash_rule_set_key" ON "judgement"("posture_hash", "host_hash", "traits_hash", "rule_set");

-- CreateIndex
CREATE INDEX "outcome_rule_id_state_idx" ON "outcome"("rule_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_name_key" ON "user_account"("name");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_token_token_hash_key" ON "enrolment_token"("token_hash");

-- CreateIndex
CREATE INDEX "host_key_host_id_idx" ON "host_key"("host_id");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_document_hash_fkey" FOREIGN KEY ("document_hash") REFERENCES "host_document"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_event" ADD CONSTRAINT "host_event_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container" ADD CONSTRAINT "container_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container" ADD CONSTRAINT "container_judgement_id_fkey" FOREIGN KEY ("judgement_id") REFERENCES "judgement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posture_period" ADD CONSTRAINT "posture_period_container_id_fkey" FOREIGN KEY ("container_id") REFERENCES "container"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_judgement_id_fkey" FOREIGN KEY ("judgement_id") REFERENCES "judgement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_key" ADD CONSTRAINT "host_key_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_key" ADD CONSTRAINT "host_key_enrolment_token_id_fkey" FOREIGN KEY ("enrolment_token_id") REFERENCES "enrolment_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Rows touched with every report: room on the page keeps the update heap-only.
ALTER TABLE "host" SET (fillfactor = 70);
ALTER TABLE "container" SET (fillfactor = 85);

-- What no slice may write, whatever its code says.
ALTER TABLE "host"
    ADD CONSTRAINT "host_interval_check" CHECK ("interval" BETWEEN 1 AND 86400),
    ADD CONSTRAINT "host_last_seq_check" CHECK ("last_seq" >= 0);
ALTER TABLE "enrolment_token"
    ADD CONSTRAINT "enrolment_token_uses_check" CHECK ("max_uses" > 0 AND "uses" BETWEEN 0 AND "max_uses");
ALTER TABLE "host_key" ADD CONSTRAINT "host_key_public_key_check" CHECK (octet_length("public_key") = 32);
ALTER TABLE "posture_period" ADD CONSTRAINT "posture_period_order_check" CHECK ("to_at" >= "from_at");
ALTER TABLE "container"
    ADD CONSTRAINT "container_gone_check" CHECK (("state" = 'gone') = ("gone_at" IS NOT NULL)),
    ADD CONSTRAINT "container_risk_check" CHECK ("risk_score" BETWEEN 0 AND 100 AND "risk_up_to" BETWEEN 0 AND 100);

-- The audit log only grows.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only';
END
$$;
CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE ON "audit_event"
    FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_event_no_truncate" BEFORE TRUNCATE ON "audit_event"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
