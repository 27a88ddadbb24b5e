-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- A judgement is there as soon as a container refers to it; what was judged comes later.
ALTER TABLE "judgement"
    ALTER COLUMN "rule_set" DROP NOT NULL,
    ALTER COLUMN "judged_at" DROP NOT NULL,
    ALTER COLUMN "judged_at" DROP DEFAULT,
    ALTER COLUMN "score" DROP NOT NULL,
    ALTER COLUMN "up_to" DROP NOT NULL,
    ALTER COLUMN "coverage" DROP NOT NULL,
    ALTER COLUMN "band" DROP NOT NULL,
    ALTER COLUMN "walls" DROP NOT NULL,
    ALTER COLUMN "parts" DROP NOT NULL,
    ALTER COLUMN "paths" DROP NOT NULL,
    ALTER COLUMN "paths" DROP DEFAULT,
    ALTER COLUMN "changes" DROP NOT NULL,
    ALTER COLUMN "changes" DROP DEFAULT,
    ALTER COLUMN "plan" DROP NOT NULL,
    ALTER COLUMN "plan" DROP DEFAULT;
