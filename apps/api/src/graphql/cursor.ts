import { ApiError } from './errors.js';

/** One value of the key that a list is sorted by. */
export type CursorValue = string | number | null;

/**
 * Opaque position in a list: the sort key of the last row seen, tied to the list's order so that a cursor of one order is
 * refused by another.
 */
export const encodeCursor = (order: string, key: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');

/**
 * The key a cursor carries.
 * @throws {ApiError} `BAD_USER_INPUT` where it is not a cursor of this list and order.
 */
export function decodeCursor(
  order: string,
  kinds: readonly CursorKind[],
  cursor: string | null | undefined,
): CursorValue[] | null {
  if (cursor === null || cursor === undefined) return null;
  const [tag, ...key] = parse(cursor);
  if (tag !== order || key.length !== kinds.length || !key.every((value, i) => fits(value, kinds[i])))
    throw new ApiError('BAD_USER_INPUT', '`after` is not a cursor of this list in this order.');
  return key as CursorValue[];
}

/** What a value of a key may be: so that a forged cursor is a bad cursor and not an error of the database. */
export type CursorKind = 'text' | 'number' | 'number?' | 'time' | 'time?' | 'uuid' | 'integer' | 'integer?';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function fits(value: unknown, kind: CursorKind | undefined): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
    case 'uuid':
      return typeof value === 'string' && uuid.test(value);
    case 'time':
      return typeof value === 'string' && time.test(value) && !Number.isNaN(Date.parse(value));
    case 'time?':
      return value === null || fits(value, 'time');
    case 'number':
      return typeof value === 'number' && Math.abs(value) < 1e30;
    case 'number?':
      return value === null || fits(value, 'number');
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'integer?':
      return value === null || fits(value, 'integer');
    case undefined:
      return false;
  }
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
