-- A migration that cannot have its lock gives up instead of stopping everyone behind it.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "host" ADD COLUMN     "collector" JSONB,
ADD COLUMN     "network_namespaces" JSONB;

-- AlterTable
ALTER TABLE "container" ADD COLUMN     "self" BOOLEAN NOT NULL DEFAULT false;
