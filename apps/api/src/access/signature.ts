import { createPublicKey, verify } from 'node:crypto';
import { signatureBase, signatureWindow } from '@shoji/posture';
import { Refusal } from '../intake/refusal.js';

/** What the signature headers of a request claim; nothing of it is proven yet. */
export interface ClaimedSignature {
  keyId: string;
  /** Unix seconds. */
  created: number;
  contentDigest: string;
  /** `@signature-params` as sent. */
  params: string;
  signature: Buffer;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Exactly what `signatureParams` writes: one form, one order, one algorithm. */
const input =
  /^([a-z][a-z0-9_-]*)=(\("@method" "@request-target" "content-digest"\);created=(\d{1,12});keyid="([0-9a-f]{32})";alg="ed25519")$/;
const signature = /^([a-z][a-z0-9_-]*)=:([A-Za-z0-9+/]{86}==):$/;
const digest = /^sha-256=:[A-Za-z0-9+/]{43}=:$/;

/**
 * Reads the signature headers (RFC 9421, RFC 9530) and holds `created` against `now` (unix seconds).
 * @throws {Refusal} `bad-signature`, or `stale-clock` where the two clocks are further apart than the window.
 */
export function claimedSignature(headers: Headers, now: number): ClaimedSignature {
  const [, label, params, created, keyId] = match(headers, 'signature-input', input);
  const [, signedLabel, value] = match(headers, 'signature', signature);
  const [contentDigest] = match(headers, 'content-digest', digest);
  if (label !== signedLabel) {
    throw new Refusal('bad-signature', 'Signature and Signature-Input carry different labels.');
  }
  const claimed = {
    keyId: keyId ?? '',
    created: Number(created),
    contentDigest: contentDigest ?? '',
    params: params ?? '',
    signature: Buffer.from(value ?? '', 'base64'),
  };
  if (Math.abs(now - claimed.created) > signatureWindow) {
    throw new Refusal(
      'stale-clock',
      `The signature was made ${claimed.created - now} seconds from the server's time; at most ${signatureWindow} are allowed. Set the host's clock.`,
    );
  }
  return claimed;
}

/** Whether the key (raw, 32 bytes) signed this method, target and content digest. */
export function isSignedBy(
  publicKey: Uint8Array,
  request: { method: string; target: string },
  { contentDigest, params, signature }: ClaimedSignature,
): boolean {
  try {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(signatureBase({ ...request, contentDigest, params })), key, signature);
  } catch {
    return false; // not a point of the curve
  }
}

function match(headers: Headers, name: string, pattern: RegExp): RegExpExecArray {
  const value = headers[name];
  const found = typeof value === 'string' ? pattern.exec(value) : null;
  if (found === null) {
    throw new Refusal('bad-signature', `The header ${name} is missing or not of the form Shoji signs with.`);
  }
  return found;
}
