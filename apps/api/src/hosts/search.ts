import { ApiError } from '../graphql/errors.js';
import type { Parameters } from '../graphql/parameters.js';

/**
 * SQL condition over the alias `h`: every word of the search occurs in the host's name or machine id.
 * @throws {ApiError} `BAD_USER_INPUT` where it is too long, or no text.
 */
export function hostSearch(search: string | null | undefined, parameters: Parameters): string {
  const words = search?.trim().split(/\s+/).filter(Boolean) ?? [];
  if (words.join(' ').length > 500 || search?.includes('\0'))
    throw new ApiError(
      'BAD_USER_INPUT',
      'The search cannot be read: it has more than 500 characters, or no text.',
    );
  const each = words.map((word) => {
    const pattern = parameters.add(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    return `(h.name ILIKE ${pattern} OR h.machine_id ILIKE ${pattern})`;
  });
  return each.length === 0 ? 'true' : each.join(' AND ');
}
