CREATE INDEX CONCURRENTLY "container_judgement_id_state_id_idx" ON "container"("judgement_id", "state", "id");
