/** Ends the Postgres of this test run. */
export default async function tearDown(): Promise<void> {
  await globalThis.shojiTestPostgres?.stop();
}
