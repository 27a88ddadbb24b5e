import { crc32 } from 'node:zlib';

/** Frame of a JSON text sequence (RFC 7464): record separator, CRC-32 in hex, id, JSON, line feed. */
const recordSeparator = 0x1e;
const lineFeed = 0x0a;
const frameText = /^([0-9a-f]{8}) (([1-9]\d{0,15}) .*)$/s;

/** One thing held, numbered from 1 in the order of arrival. */
export interface Frame {
  id: number;
  value: unknown;
}

/** Bytes of a frame. Neither delimiter occurs inside: JSON escapes control characters. */
export function encodeFrame({ id, value }: Frame): Buffer {
  const text = `${id} ${JSON.stringify(value)}`;
  return Buffer.from(`\x1e${hex(crc32(Buffer.from(text)))} ${text}\n`);
}

/** What the bytes of a segment hold. `torn` = bytes at the end that no line feed follows and that are no frame. */
export interface Decoded {
  frames: Frame[];
  /** Pieces that are no frame, as found. */
  bad: Buffer[];
  torn: number;
}

/**
 * Reads every frame whose own bytes are whole, whatever stands between them: either delimiter alone parts two frames,
 * so damage to one of them never costs its neighbour.
 */
export function decodeFrames(bytes: Buffer): Decoded {
  const frames: Frame[] = [];
  const bad: Buffer[] = [];
  let torn = 0;
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (end < bytes.length && bytes[end] !== recordSeparator && bytes[end] !== lineFeed) end += 1;
    if (end > start) {
      const piece = bytes.subarray(start, end);
      const frame = decodeFrame(piece);
      if (frame !== null) frames.push(frame);
      else if (end === bytes.length) torn = piece.length;
      else bad.push(piece);
    }
    start = end + 1;
  }
  return { frames, bad, torn };
}

function decodeFrame(piece: Buffer): Frame | null {
  const match = frameText.exec(piece.toString('latin1'));
  if (match === null || hex(crc32(piece.subarray(9))) !== match[1]) return null;
  const text = piece.subarray(9).toString('utf8');
  return { id: Number(match[3]), value: JSON.parse(text.slice(text.indexOf(' ') + 1)) };
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
