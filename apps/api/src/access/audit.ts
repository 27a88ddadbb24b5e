import type { Queryable } from '../database/database.js';

/** Something that a person or program did, for the append-only log. */
export interface AuditEvent {
  /** `user:NAME`, `token:NAME`, `host:NAME` or `system`. */
  actor: string;
  action:
    | 'sign-in'
    | 'sign-in-failed'
    | 'sign-out'
    | 'user-created'
    | 'api-token-created'
    | 'api-token-revoked'
    | 'enrolment-token-created'
    | 'enrolment-token-revoked'
    | 'host-enrolled'
    | 'host-locked'
    | 'host-unlocked'
    | 'host-revoked'
    | 'host-groups-set'
    | 'drift-approved'
    | 'drift-rejected'
    | 'exception-requested'
    | 'exception-approved'
    | 'exception-revoked'
    | 'custom-rule-saved'
    | 'custom-rule-retired';
  /** What it was done to; may hold hostile text. */
  subject: string;
  detail?: Record<string, unknown>;
}

/** Writes one event; within a transaction it is there exactly if the deed is. */
export async function audit(
  queries: Queryable,
  { actor, action, subject, detail }: AuditEvent,
): Promise<void> {
  await queries.query('INSERT INTO audit_event (actor, action, subject, detail) VALUES ($1, $2, $3, $4)', [
    actor,
    action,
    subject,
    JSON.stringify(detail ?? {}),
  ]);
}
