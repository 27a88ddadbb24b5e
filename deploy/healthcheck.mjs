/** Exit code 0 when the address answers with success: the health check of the images, which carry no curl. */
const [url = ''] = process.argv.slice(2);
try {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(4000) });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
