/** What the front needs to run: where it listens and where the API is. */
export interface FrontConfig {
  host: string;
  port: number;
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
}

/** Reads `HOST`, `PORT` and `SHOJI_API_URL`; throws an error that names the variable and quotes the bad value. */
export function readConfig(env: Record<string, string | undefined>): FrontConfig {
  const port = env.PORT ?? '3000';
  // 0 lets the kernel choose, for tests.
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${port}"`);
  }
  const api = env.SHOJI_API_URL;
  if (api === undefined || api === '')
    throw new Error('SHOJI_API_URL is not set: the front has no API to ask');
  const url = URL.canParse(api) ? new URL(api) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new Error(`SHOJI_API_URL must be an http or https origin, not "${api}"`);
  }
  return { host: env.HOST ?? '127.0.0.1', port: Number(port), apiUrl: url.origin };
}
