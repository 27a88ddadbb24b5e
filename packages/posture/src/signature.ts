import { createHash } from 'node:crypto';

/** The components of a request that a host signs, in this order (RFC 9421 §2). */
export const signedComponents = ['@method', '@request-target', 'content-digest'] as const;

/** Seconds by which `created` may differ from the server's clock, either way. */
export const signatureWindow = 300;

/** Id of a host key: the first 32 hex digits of SHA-256 over the raw public key. */
export const keyIdOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 32);

/** Value of the `content-digest` header for a body as sent (RFC 9530). */
export const contentDigest = (body: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/** The `@signature-params` value: signed components, `created` in unix seconds, key id and algorithm. */
export const signatureParams = (created: number, keyId: string): string =>
  `(${signedComponents.map((name) => `"${name}"`).join(' ')});created=${created};keyid="${keyId}";alg="ed25519"`;

/** The text that is signed (RFC 9421 §2.5): one line a component, then the parameters as sent. */
export const signatureBase = (request: {
  method: string;
  /** Path and query as on the request line. */
  target: string;
  contentDigest: string;
  params: string;
}): string =>
  [
    `"@method": ${request.method.toUpperCase()}`,
    `"@request-target": ${request.target}`,
    `"content-digest": ${request.contentDigest}`,
    `"@signature-params": ${request.params}`,
  ].join('\n');
