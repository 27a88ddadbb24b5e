import type { Config } from '../config.js';

/** The session cookie of this installation. */
export interface SessionCookie {
  name: string;
  secure: boolean;
}

/**
 * `__Host-shoji` wherever a browser takes it: over https, and on loopback, which browsers trust without. On plain http
 * under another name, which an operator has to configure, `shoji-session` without the prefix (RFC 6265bis, 4.1.3).
 */
export function sessionCookie({ SHOJI_PUBLIC_URL: url }: Pick<Config, 'SHOJI_PUBLIC_URL'>): SessionCookie {
  const { protocol, hostname } = new URL(url);
  const secure = protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return { name: secure ? '__Host-shoji' : 'shoji-session', secure };
}

/** The value of the session cookie in a `Cookie` header (RFC 6265, 5.4). Ours needs no decoding. */
export function readCookie({ name }: SessionCookie, header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}

/** A `Set-Cookie` header for some seconds; 0 takes the cookie away. */
export const writeCookie = ({ name, secure }: SessionCookie, value: string, maxAge: number): string =>
  `${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; ${secure ? 'Secure; ' : ''}SameSite=Strict`;
