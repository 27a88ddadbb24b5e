/** What a request says about where it comes from. `host` is the one that the client asked for. */
export interface RequestOrigin {
  method: string;
  host: string;
  headers: { 'sec-fetch-site'?: string | string[] | undefined; origin?: string | string[] | undefined };
}

/**
 * Whether a request may use the browser's cookie: a page of another site must not act for the person who visits it.
 * Browsers say so themselves (Fetch Metadata, else `Origin`); a client that sends neither is no browser.
 */
export function isSameOrigin({ method, host, headers }: RequestOrigin): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined) return true;
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host;
}
