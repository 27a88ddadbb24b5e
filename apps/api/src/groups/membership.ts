import type { Queryable } from '../database/database.js';
import type { Parameters } from '../graphql/parameters.js';

/** Groups that one host may be in. */
const groupLimit = 50;

/** What is safe in an address, a search and a command line. */
const form = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

/** Why a host cannot be in groups of these names, a sentence; `null` where it can. */
export function groupsRefused(names: readonly string[]): string | null {
  const bad = names.find((name) => !form.test(name));
  if (bad !== undefined)
    return `A group is named by 1 to 63 lower-case letters, digits, \`.\`, \`_\` or \`-\`, with a letter or digit at both ends: ${JSON.stringify(bad.slice(0, 80))} is not.`;
  return names.length > groupLimit ? `A host is in ${groupLimit} groups at most.` : null;
}

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
