import { contentDigest, signatureBase, signatureParams } from '@shoji/posture';
import type { HostKey } from '../identity/host-key.js';

/**
 * Headers that prove a request's sender (RFC 9421, label `sig`) and body (RFC 9530), over the body as sent: what
 * `Content-Encoding` says has already been done to it.
 */
export function signatureHeaders(
  key: Pick<HostKey, 'keyId' | 'sign'>,
  request: { method: string; target: string; body: Uint8Array; now: number },
): Record<'content-digest' | 'signature-input' | 'signature', string> {
  const digest = contentDigest(request.body);
  const params = signatureParams(Math.floor(request.now / 1000), key.keyId);
  const base = signatureBase({
    method: request.method,
    target: request.target,
    contentDigest: digest,
    params,
  });
  return {
    'content-digest': digest,
    'signature-input': `sig=${params}`,
    signature: `sig=:${key.sign(base).toString('base64')}:`,
  };
}
