import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHostKey } from './host-key.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-key-'));
  path = join(directory, 'host-key.pem');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('loadHostKey', () => {
  it('makes a key that only its owner can read, and finds it again', () => {
    const key = loadHostKey(path);
    expect(key.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['host-key.pem']);
    expect(loadHostKey(path).keyId).toBe(key.keyId);
  });
  it('signs what its public half verifies', () => {
    const { publicKey, sign } = loadHostKey(path);
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: publicKey } });
    expect(verify(null, Buffer.from('text'), key, sign('text'))).toBe(true);
  });
  it.each([0o640, 0o604, 0o620])('refuses a key open to others (mode %o)', (mode) => {
    loadHostKey(path);
    chmodSync(path, mode);
    expect(() => loadHostKey(path)).toThrow('open to others');
  });
  it('refuses what is no Ed25519 key, and follows no link', () => {
    writeFileSync(path, 'junk', { mode: 0o600 });
    expect(() => loadHostKey(path)).toThrow('no Ed25519 key');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => loadHostKey(path)).toThrow('its type is ec');
    symlinkSync(path, join(directory, 'link'));
    expect(() => loadHostKey(join(directory, 'link'))).toThrow('ELOOP');
  });
});
