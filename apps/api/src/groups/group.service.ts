import { Injectable } from '@nestjs/common';
import { audit } from '../access/audit.js';
import { actorOf, type Principal } from '../access/principal.js';
import { isCounted } from '../containers/counted.js';
import { Database } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import { Parameters } from '../graphql/parameters.js';
import { isUuid } from '../graphql/uuid.js';
import { hostSearch } from '../hosts/search.js';
import type { HostGroup } from './group.model.js';
import { groupsRefused, joinGroups } from './membership.js';

/** Host groups: which there are, which hosts are in them, and who says so. */
@Injectable()
export class GroupService {
  constructor(private readonly database: Database) {}

  /** Every group with what it holds of the hosts that the search finds, by name. */
  list(search: string | null): Promise<HostGroup[]> {
    const parameters = new Parameters();
    const where = hostSearch(search, parameters);
    return this.database.query<HostGroup & Record<string, unknown>>(
      `SELECT g.name, count(*)::int AS "hostCount", coalesce(sum(n.containers), 0)::int AS "containerCount"
       FROM host_group_member g JOIN host h ON h.id = g.host_id LEFT JOIN (
         SELECT c.host_id, count(*) AS containers FROM container c
         WHERE c.state = 'running' AND ${isCounted} AND c.host_id IN (SELECT host_id FROM host_group_member)
         GROUP BY c.host_id) n ON n.host_id = g.host_id
       WHERE ${where} GROUP BY g.name ORDER BY g.name`,
      parameters.values,
    );
  }

  /** For each host the groups that it is in, by name. */
  async ofHosts(ids: readonly string[]): Promise<string[][]> {
    const rows = await this.database.query<{ host_id: string; name: string }>(
      'SELECT host_id, name FROM host_group_member WHERE host_id = ANY ($1::uuid[]) ORDER BY name',
      [ids],
    );
    const found = Map.groupBy(rows, (row) => row.host_id);
    return ids.map((id) => (found.get(id) ?? []).map(({ name }) => name));
  }

  /**
   * Makes these the groups of a host, in place of those that it was in.
   * @throws {ApiError} `BAD_USER_INPUT` for a name that none may have, too many of them, or a host that is not there.
   */
  async setGroups(hostId: string, groups: readonly string[], principal: Principal): Promise<void> {
    const wanted = [...new Set(groups)].sort();
    const refused = groupsRefused(wanted);
    if (refused !== null) throw new ApiError('BAD_USER_INPUT', refused);
    await this.database.transaction(async (queries) => {
      const [host] = await queries.query('SELECT id FROM host WHERE id = $1 FOR UPDATE', [
        isUuid(hostId) ? hostId : null,
      ]);
      if (host === undefined) throw new ApiError('BAD_USER_INPUT', 'There is no such host.');
      const left = await queries.query<{ name: string }>(
        'DELETE FROM host_group_member WHERE host_id = $1 AND name <> ALL ($2::text[]) RETURNING name',
        [hostId, wanted],
      );
      await joinGroups(queries, hostId, wanted);
      const detail = { groups: wanted, left: left.map(({ name }) => name).sort() };
      await audit(queries, {
        actor: actorOf(principal),
        action: 'host-groups-set',
        subject: `host:${hostId}`,
        detail,
      });
    });
  }
}
