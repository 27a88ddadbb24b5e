import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal.js';

const inflate = promisify(gunzip);

/** What a body that is not encoded, or gzip, says as JSON; `limit` is in bytes after decompression. */
export async function parseBody(body: Buffer, encoding: string | undefined, limit: number): Promise<unknown> {
  const bytes = isGzip(encoding) ? await unpack(body, limit) : body;
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal('malformed', 'The body is not UTF-8.', undefined, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal('malformed', 'The body is not JSON.', undefined, { cause });
  }
  return value;
}

/**
 * Whether the body is to be unpacked.
 * @throws {Refusal} `unsupported-encoding` for anything but gzip and identity.
 */
export function isGzip(encoding: string | undefined): boolean {
  if (encoding === undefined || encoding === 'identity') return false;
  if (encoding === 'gzip') return true;
  throw new Refusal('unsupported-encoding', 'Content-Encoding may be gzip or absent.');
}

async function unpack(body: Buffer, limit: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: limit });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Refusal('too-large', `The body unpacks to more than ${limit} bytes.`, undefined, { cause });
    }
    throw new Refusal('malformed', 'The body is not whole gzip.', undefined, { cause });
  }
}
