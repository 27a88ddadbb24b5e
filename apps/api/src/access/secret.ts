import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret: SHA-256 in hex. Enough without a salt, because the secret is random. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
