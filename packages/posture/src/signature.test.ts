import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { contentDigest, keyIdOf, signatureBase, signatureParams } from './signature.js';

describe('contentDigest', () => {
  it('is the digest of RFC 9530 for its example body', () => {
    expect(contentDigest(Buffer.from('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });
});

describe('signatureBase', () => {
  const request = {
    method: 'post',
    target: '/v1/report',
    contentDigest: contentDigest(Buffer.from('{}')),
    params: signatureParams(1_700_000_000, 'a'.repeat(32)),
  };

  it('has one line a component and ends with the parameters', () => {
    expect(signatureBase(request)).toBe(
      [
        '"@method": POST',
        '"@request-target": /v1/report',
        `"content-digest": ${request.contentDigest}`,
        `"@signature-params": ("@method" "@request-target" "content-digest");created=1700000000;keyid="${'a'.repeat(32)}";alg="ed25519"`,
      ].join('\n'),
    );
  });

  it.each([
    ['method', { method: 'GET' }],
    ['target', { target: '/v1/report?x' }],
    ['body', { contentDigest: contentDigest(Buffer.from('{ }')) }],
    ['created', { params: signatureParams(1_700_000_001, 'a'.repeat(32)) }],
    ['key id', { params: signatureParams(1_700_000_000, 'b'.repeat(32)) }],
  ])('binds the %s', (_, change) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const signature = sign(null, Buffer.from(signatureBase(request)), privateKey);
    expect(verify(null, Buffer.from(signatureBase(request)), publicKey, signature)).toBe(true);
    expect(verify(null, Buffer.from(signatureBase({ ...request, ...change })), publicKey, signature)).toBe(
      false,
    );
  });
});

describe('keyIdOf', () => {
  it('is 32 hex digits that depend on the key', () => {
    expect(keyIdOf(new Uint8Array(32))).toBe('66687aadf862bd776c8fc18b8e9f8e20');
    expect(keyIdOf(new Uint8Array(32).fill(1))).not.toBe(keyIdOf(new Uint8Array(32)));
  });
});
