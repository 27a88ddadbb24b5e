import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical.js';

/** Lower-case hex SHA-256 of a document's canonical JSON. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Content address of a document: SHA-256 of its canonical JSON, 64 hex digits. */
export const hashDocument = (document: unknown): string =>
  createHash('sha256').update(canonicalJson(document)).digest('hex');
