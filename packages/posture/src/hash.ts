import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.js';

/** Content address of a document: SHA-256 of its canonical JSON, 64 hex digits. */
export const hashDocument = (document: unknown): string =>
  createHash('sha256').update(canonicalJson(document)).digest('hex');
