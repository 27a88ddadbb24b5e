import { exceptionScopes, type ExceptionState, type FindingException } from './exception.model.js';

/** SQL condition over the alias `e`: it is in force. */
export const isInForce = `(e.approved_at IS NOT NULL AND e.revoked_at IS NULL AND e.expires_at > now())`;

/** SQL condition: the container `c` is in the scope of `e`. */
export const inScope = `(e.container_id = c.id OR e.host_id = c.host_id OR e.image = c.image_reference
  OR e.host_group IN (SELECT name FROM host_group_member WHERE host_id = c.host_id)
  OR e.workload_id = (SELECT workload_id FROM workload_member WHERE container_id = c.id))`;

/** Over the alias `e`. */
export const stateOf = `CASE WHEN e.revoked_at IS NOT NULL THEN 'revoked' WHEN e.expires_at <= now() THEN 'expired'
  WHEN e.approved_at IS NULL THEN 'requested' ELSE 'active' END`;

/** What `toException` reads, over the alias `e`. */
export const exceptionColumns = `e.id, e.rule_id, e.path_id, e.container_id, e.workload_id, e.host_id, e.image, e.host_group, e.facts, e.value, e.owner,
  e.reason, e.expires_at, e.requested_at, e.requested_by, e.requester, e.approved_at, e.approved_by, e.revoked_at, e.revoked_by,
  ${stateOf} AS state, coalesce((SELECT name FROM container WHERE id = e.container_id), (SELECT name FROM workload WHERE id = e.workload_id),
  (SELECT name FROM host WHERE id = e.host_id), e.image, e.host_group) AS scope_name`;

export interface ExceptionRow {
  id: string;
  rule_id: string | null;
  path_id: string | null;
  container_id: string | null;
  workload_id: string | null;
  host_id: string | null;
  image: string | null;
  host_group: string | null;
  facts: string[];
  value: string | null;
  owner: string;
  reason: string;
  expires_at: Date;
  requested_at: Date;
  requested_by: string;
  requester: string;
  approved_at: Date | null;
  approved_by: string | null;
  revoked_at: Date | null;
  revoked_by: string | null;
  state: ExceptionState;
  scope_name: string;
}

export function toException(row: ExceptionRow): FindingException {
  const { container_id: container, workload_id: workload, host_id: host, image, host_group: group } = row;
  const scopes = { container, workload, host, image, group };
  const scope = exceptionScopes.find((each) => scopes[each] !== null);
  if (scope === undefined) throw new Error(`exception ${row.id} has no scope`);
  return {
    id: row.id,
    ruleId: row.rule_id,
    pathId: row.path_id,
    scope,
    scopeId: scopes[scope] ?? '',
    scopeName: row.scope_name,
    facts: row.facts,
    value: row.value,
    owner: row.owner,
    reason: row.reason,
    state: row.state,
    expiresAt: row.expires_at,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  };
}
