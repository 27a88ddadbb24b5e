-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- What was judged before there were ways out is judged again: its rule set is an older one.
ALTER TABLE "judgement" ADD COLUMN "paths" JSONB NOT NULL DEFAULT '[]';
