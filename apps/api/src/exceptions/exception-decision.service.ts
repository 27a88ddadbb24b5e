import { Injectable } from '@nestjs/common';
import type { PathVerdict } from '@shoji/escape';
import { audit } from '../access/audit.js';
import { actorOf, type Principal } from '../access/principal.js';
import { Database, type Queryable } from '../database/database.js';
import type { Evidence } from '../findings/finding.model.js';
import { ApiError } from '../graphql/errors.js';
import { isUuid } from '../graphql/uuid.js';
import type { ExceptionRequest } from './exception.model.js';
import { factsOfFinding, factsOfPath, type AcceptedFact } from './facts.js';

interface Place {
  container: string;
  host: string;
  image: string | null;
  workload: string | null;
  groups: string[];
  evidence: Evidence[] | null;
  path: PathVerdict | null;
}

const longest = 366 * 24 * 3600 * 1000;
const refuse = (why: string) => new ApiError('BAD_USER_INPUT', why);

/** Asking for exceptions, and what others decide of them: each in one transaction with its line in the audit log. */
@Injectable()
export class ExceptionDecisionService {
  constructor(private readonly database: Database) {}

  /**
   * Asks for an exception; gives its id. It accepts what the finding rests on now.
   * @throws {ApiError} `BAD_USER_INPUT` where there is nothing to accept, or the request lacks an end or a reason.
   */
  async request(request: ExceptionRequest, principal: Principal): Promise<string> {
    const [owner, reason] = [text('owner', request.owner, 200), text('reason', request.reason, 2000)];
    const { expiresAt } = request;
    if (expiresAt.getTime() <= Date.now() || expiresAt.getTime() > Date.now() + longest)
      throw refuse('`expiresAt` must lie ahead, by a year at most.');
    const [ruleId, pathId] = [request.ruleId ?? null, request.pathId ?? null];
    if ((ruleId === null) === (pathId === null)) throw refuse('Give either a rule or a way out.');
    if (pathId !== null && (request.value ?? null) !== null)
      throw refuse('A way out is accepted whole: what stops it elsewhere blocks it anyhow.');
    const place = await this.placeOf(request.containerId, ruleId, pathId);
    const facts = chosen(
      place.path ? factsOfPath(place.path.steps) : factsOfFinding(place.evidence ?? []),
      request.value ?? null,
    );
    const scopes = {
      container: place.container,
      workload: place.workload,
      host: place.host,
      image: place.image,
      group: place.groups.find((name) => name === request.group) ?? null,
    };
    if ((request.group ?? null) !== null && request.scope !== 'group')
      throw refuse('A group is given for the scope `group` alone.');
    if (scopes[request.scope] === null) throw refuse(`The container has no ${request.scope} that is known.`);
    const only = (scope: keyof typeof scopes) => (request.scope === scope ? scopes[scope] : null);
    const actor = actorOf(principal);
    return this.database.transaction(async (queries) => {
      const [row] = await queries.query<{ id: string }>(
        `INSERT INTO finding_exception (rule_id, path_id, container_id, workload_id, host_id, image, host_group, facts, value, owner,
           reason, expires_at, requested_by, requester) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
        [
          ...[
            ruleId,
            pathId,
            only('container'),
            only('workload'),
            only('host'),
            only('image'),
            only('group'),
            facts,
          ],
          ...[request.value ?? null, owner, reason, expiresAt, actor, `${principal.kind}:${principal.id}`],
        ],
      );
      if (row === undefined) throw new Error('an insert gave no row');
      const detail = {
        exception: row.id,
        scope: request.scope,
        of: scopes[request.scope],
        reason,
        expiresAt,
      };
      await audit(queries, { actor, action: 'exception-requested', subject: ruleId ?? pathId ?? '', detail });
      return row.id;
    });
  }

  /**
   * Puts an exception in force.
   * @throws {ApiError} `FORBIDDEN` for who asked for it; `BAD_USER_INPUT` where it is not one that waits.
   */
  async approve(id: string, principal: Principal): Promise<void> {
    await this.database.transaction(async (queries) => {
      const found = await lock(queries, id);
      if (found.requester === `${principal.kind}:${principal.id}`)
        throw new ApiError('FORBIDDEN', 'Somebody else than who asked for it has to approve it.');
      if (found.approved || found.revoked || found.expired)
        throw refuse('It is not one that waits for approval.');
      await decide(queries, found, 'approved', principal);
    });
  }

  /** Ends an exception, or turns a request down. */
  async revoke(id: string, principal: Principal): Promise<void> {
    await this.database.transaction(async (queries) => {
      const found = await lock(queries, id);
      if (found.revoked) throw refuse('It is revoked already.');
      await decide(queries, found, 'revoked', principal);
    });
  }

  private async placeOf(containerId: string, ruleId: string | null, pathId: string | null): Promise<Place> {
    const [place] = await this.database.query<Place & Record<string, unknown>>(
      `SELECT c.id AS container, c.host_id AS host, c.image_reference AS image,
         ARRAY(SELECT name FROM host_group_member WHERE host_id = c.host_id) AS groups,
         (SELECT workload_id FROM workload_member WHERE container_id = c.id) AS workload,
         (SELECT evidence FROM outcome WHERE judgement_id = c.judgement_id AND rule_id = $2 AND state = 'fail') AS evidence,
         (SELECT path FROM judgement j, jsonb_array_elements(j.paths) AS path WHERE j.id = c.judgement_id
           AND path->>'path' = $3 AND path->>'state' <> 'blocked') AS path
       FROM container c WHERE c.id = $1`,
      [isUuid(containerId) ? containerId : null, ruleId, pathId],
    );
    if (place === undefined) throw refuse('There is no such container.');
    if (place.evidence === null && place.path === null)
      throw refuse('There is nothing of that kind on this container to accept.');
    return place;
  }
}

/** The facts that are accepted: all, or those of one value. */
function chosen(facts: readonly AcceptedFact[], value: string | null): string[] {
  const wanted = value === null ? facts : facts.filter(({ names }) => names.includes(value));
  if (wanted.length === 0) throw refuse('It does not rest on that value.');
  return wanted.map(({ hash }) => hash);
}

function text(name: string, value: string, most: number): string {
  const words = value.trim();
  if (words === '' || words.length > most || words.includes('\0') || !words.isWellFormed())
    throw refuse(`\`${name}\` takes 1 to ${most} characters.`);
  return words;
}

interface Locked {
  id: string;
  requester: string;
  target: string;
  approved: boolean;
  revoked: boolean;
  expired: boolean;
}

async function lock(queries: Queryable, id: string): Promise<Locked> {
  const [found] = await queries.query<Locked & Record<string, unknown>>(
    `SELECT id, requester, coalesce(rule_id, path_id) AS target, approved_at IS NOT NULL AS approved, revoked_at IS NOT NULL AS revoked,
       expires_at <= now() AS expired FROM finding_exception WHERE id = $1 FOR UPDATE`,
    [isUuid(id) ? id : null],
  );
  if (found === undefined) throw refuse('There is no such exception.');
  return found;
}

async function decide(
  queries: Queryable,
  { id, target }: Locked,
  what: 'approved' | 'revoked',
  principal: Principal,
) {
  const actor = actorOf(principal);
  await queries.query(`UPDATE finding_exception SET ${what}_at = now(), ${what}_by = $2 WHERE id = $1`, [
    id,
    actor,
  ]);
  await audit(queries, { actor, action: `exception-${what}`, subject: target, detail: { exception: id } });
}
