import { Postgres, serverVariable } from './postgres.ts';

declare global {
  var shojiTestPostgres: Postgres | undefined;
}

/** One Postgres for a whole test run; each test file makes databases of its own in it. */
export default async function setUp(): Promise<void> {
  globalThis.shojiTestPostgres = await Postgres.start();
  process.env[serverVariable] = globalThis.shojiTestPostgres.url;
}
