-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "custom_rule" (
    "id" BIGSERIAL NOT NULL,
    "rule_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "wall" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "fix" TEXT NOT NULL,
    "expression" TEXT NOT NULL,
    "retired" BOOLEAN NOT NULL,
    "note" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "custom_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_rule_rule_id_version_key" ON "custom_rule"("rule_id", "version");

-- What was in force when is what auditors ask for: versions only come.
CREATE FUNCTION "refuse_custom_rule_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'custom_rule is append-only';
END
$$;
CREATE TRIGGER "custom_rule_append_only" BEFORE UPDATE OR DELETE ON "custom_rule"
    FOR EACH ROW EXECUTE FUNCTION "refuse_custom_rule_change"();
CREATE TRIGGER "custom_rule_no_truncate" BEFORE TRUNCATE ON "custom_rule"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_custom_rule_change"();
