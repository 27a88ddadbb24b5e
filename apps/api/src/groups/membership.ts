import type { Queryable } from '../database/database.js';
import type { Parameters } from '../graphql/parameters.js';

/** Groups that one host may be in. */
export const groupLimit = 50;

const form = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

/** What a group's name may be, in words. */
export const nameForm =
  'A group is named by 1 to 63 lower-case letters, digits, `.`, `_` or `-`, with a letter or digit at both ends';

/** Whether a host group may be called so: what is safe in an address, a search and a command line. */
export const isGroupName = (name: string): boolean => form.test(name);

/** SQL condition: the host, given as an expression, is in any of these groups. */
export const inGroups = (host: string, groups: readonly string[], parameters: Parameters): string =>
  `${host} IN (SELECT host_id FROM host_group_member WHERE name = ANY (${parameters.add(groups)}::text[]))`;

/** Puts a host into groups besides those that it is in. */
export async function joinGroups(
  queries: Queryable,
  hostId: string,
  groups: readonly string[],
): Promise<void> {
  await queries.query(
    `INSERT INTO host_group_member (host_id, name) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [hostId, groups],
  );
}
