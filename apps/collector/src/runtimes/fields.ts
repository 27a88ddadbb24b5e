/**
 * Fields of JSON that a runtime, or whoever started a container, wrote: anything may be missing, of another type or
 * huge. What does not fit is as good as absent. (No schema library here: it would cost the node 19 MB.)
 */
export type Fields = Record<string, unknown>;

/** An object's fields; none where it is no object. */
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** At most 4096 items of an array; none where it is no array. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 4096) : []);

/** Text cut to a length and made well-formed Unicode, else left as it is; empty counts as absent. */
export const text = (value: unknown, length = 4096): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, length).toWellFormed() : undefined;

/** The texts of an array. */
export const texts = (value: unknown): string[] => list(value).flatMap((item) => text(item) ?? []);

/** A safe integer. */
export const integer = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

/** A user, group or count that fits 32 bits. */
export const id32 = (value: unknown): number | undefined => {
  const number = integer(value);
  return number !== undefined && number >= 0 && number <= 0xffff_ffff ? number : undefined;
};

/** A JSON value, `undefined` where the text is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
