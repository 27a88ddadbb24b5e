-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- DropIndex
DROP INDEX "container_posture_hash_host_hash_traits_hash_idx";

-- DropIndex
DROP INDEX "container_state_risk_score_id_idx";

-- DropIndex
DROP INDEX "judgement_posture_hash_host_hash_traits_hash_rule_set_key";

-- CreateIndex
CREATE UNIQUE INDEX "judgement_posture_hash_host_hash_traits_hash_key" ON "judgement"("posture_hash", "host_hash", "traits_hash");

-- CreateIndex
CREATE INDEX "judgement_score_id_idx" ON "judgement"("score" DESC, "id");

-- AlterTable
ALTER TABLE "container" DROP COLUMN "risk_score",
DROP COLUMN "risk_up_to",
ALTER COLUMN "judgement_id" SET NOT NULL;

-- AddForeignKey
ALTER TABLE "container" ADD CONSTRAINT "container_judgement_id_fkey" FOREIGN KEY ("judgement_id") REFERENCES "judgement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no slice may write, whatever its code says: a verdict is there whole or not at all.
ALTER TABLE "judgement"
    ADD CONSTRAINT "judgement_whole_check" CHECK (num_nulls("rule_set", "judged_at", "score", "up_to", "coverage", "band",
        "walls", "parts", "paths", "changes", "plan") IN (0, 11)),
    ADD CONSTRAINT "judgement_score_check" CHECK ("score" BETWEEN 0 AND 100 AND "up_to" BETWEEN 0 AND 100);
