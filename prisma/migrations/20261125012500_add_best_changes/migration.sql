-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- What was judged before there were best changes is judged again: its rule set is an older one.
ALTER TABLE "judgement" ADD COLUMN "changes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "plan" JSONB NOT NULL DEFAULT '{"steps": [], "leaves": [], "shortest": false}';
