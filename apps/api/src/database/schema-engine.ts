import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';

/**
 * Prisma's schema engine over one database: what `prisma migrate` runs, as WebAssembly. The CLI's native engine is
 * downloaded at install time, which a machine without a network cannot do.
 */
export const openSchemaEngine = (
  connectionString: string,
  datamodels: [path: string, content: string][] = [],
): Promise<SchemaEngine> =>
  SchemaEngine.new(
    { datamodels },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString, max: 1 })),
  );
