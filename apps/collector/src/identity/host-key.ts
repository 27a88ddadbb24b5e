import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, constants } from 'node:fs';
import { keyIdOf } from '@shoji/posture';
import { CollectorError, messageOf } from '../errors.js';
import { replaceFile } from '../state/replace-file.js';

/** The Ed25519 key that proves who reports. The private half never leaves this object and its file. */
export interface HostKey {
  /** `keyIdOf` of the public key. */
  keyId: string;
  /** Raw public key, base64url without padding (RFC 8032: 32 bytes). */
  publicKey: string;
  sign: (text: string) => Buffer;
}

/**
 * Reads the host key (PKCS #8 PEM, 0600), or makes one where there is none.
 * @throws {CollectorError} `bad-state` where others may read it, or it is no Ed25519 key.
 */
export function loadHostKey(path: string): HostKey {
  const pem = readPrivate(path);
  if (pem !== null) return hostKey(parse(pem, path));
  const { privateKey } = generateKeyPairSync('ed25519');
  replaceFile(path, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })), 0o600);
  return hostKey(privateKey);
}

/** Text of a file that is nobody else's; `null` = it does not exist. */
function readPrivate(path: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CollectorError('bad-state', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  try {
    const { mode } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8);
      throw new CollectorError(
        'bad-state',
        `${path} is open to others (mode ${octal}) and may have been copied: remove it and enrol this host again`,
      );
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function parse(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw new Error(`its type is ${key.asymmetricKeyType}`);
  } catch (error) {
    throw new CollectorError('bad-state', `${path} holds no Ed25519 key: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function hostKey(privateKey: KeyObject): HostKey {
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
  return {
    keyId: keyIdOf(Buffer.from(publicKey, 'base64url')),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}
