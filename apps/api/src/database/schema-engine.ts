import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';

/** `prisma/schema.prisma`, seen alike from `src` and `dist`. */
export const schemaPath = join(import.meta.dirname, '../../../../prisma/schema.prisma');

// Where the engine puts the message of a panic before it ends in a bare "unreachable".
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (message: string) => console.error(`schema engine: ${message}`),
  },
});

/** Prisma's schema engine over one database, and the connection it holds. */
export interface OpenEngine {
  engine: SchemaEngine;
  close: () => Promise<void>;
}

/**
 * Opens what `prisma migrate` runs, as WebAssembly: the CLI's native engine is downloaded at install time, which a
 * machine without a network cannot do.
 */
export async function openSchemaEngine(connectionString: string): Promise<OpenEngine> {
  const schema = await readFile(schemaPath, 'utf8');
  const scripts = new WholeScripts({ connectionString, max: 1 });
  const engine = await SchemaEngine.new(
    { datamodels: [[schemaPath, schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(scripts),
  );
  return {
    engine,
    close: async () => {
      engine.free();
      await Promise.all(scripts.pools.map((pool) => pool.end()));
    },
  };
}

/** Prisma's adapter cuts a script at every semicolon, also within the body of a function; this one sends it whole. */
class WholeScripts extends PrismaPg {
  readonly pools: pg.Pool[] = [];

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const pool: pg.Pool = adapter.underlyingDriver();
    this.pools.push(pool);
    adapter.executeScript = async (script) => void (await pool.query(script));
    return adapter;
  }
}
