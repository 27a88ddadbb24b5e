-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- Of the verdicts on one (posture, host, traits) the newest stays, and every one that a container has or had gets its row.
INSERT INTO "judgement" ("posture_hash", "host_hash", "traits_hash")
SELECT "posture_hash", "host_hash", "traits_hash" FROM "container"
UNION SELECT "posture_hash", "host_hash", "traits_hash" FROM "posture_period"
EXCEPT SELECT "posture_hash", "host_hash", "traits_hash" FROM "judgement";

UPDATE "container" c SET "judgement_id" = j."id"
FROM (SELECT max("id") AS "id", "posture_hash", "host_hash", "traits_hash" FROM "judgement" GROUP BY 2, 3, 4) j
WHERE (j."posture_hash", j."host_hash", j."traits_hash") = (c."posture_hash", c."host_hash", c."traits_hash")
    AND c."judgement_id" IS DISTINCT FROM j."id";

-- Without the foreign key of container every row that goes would cost a look at all containers.
ALTER TABLE "container" DROP CONSTRAINT "container_judgement_id_fkey";

DELETE FROM "judgement" j USING (SELECT max("id") AS "id", "posture_hash", "host_hash", "traits_hash" FROM "judgement" GROUP BY 2, 3, 4) k
WHERE (j."posture_hash", j."host_hash", j."traits_hash") = (k."posture_hash", k."host_hash", k."traits_hash")
    AND j."id" <> k."id";
