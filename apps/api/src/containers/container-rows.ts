import type { ContainerKind, ContainerState } from '../graphql/enums.js';
import type { Source } from './as-of.js';
import type { Container } from './container.model.js';

/** What `toContainer` reads, over the aliases of a source. */
export const columnsOf = ({
  unheard,
  lastSeen,
}: Source): string => `c.id, c.key, c.name, c.kind, c.runtime, c.self, c.image_reference, c.instance #>> '{image,digest}' AS image_digest,
  c.host_id, c.first_seen, c.gone_at, c.posture_hash, c.host_hash, c.traits_hash, c.declared_hash, j.id AS judgement_id, j.score,
  ${lastSeen} AS last_seen, CASE WHEN c.state = 'gone' THEN 'gone' WHEN ${unheard} THEN 'unknown' ELSE 'running' END AS state`;

export interface ContainerRow {
  id: string;
  key: string;
  name: string;
  kind: ContainerKind;
  runtime: string;
  self: boolean;
  image_reference: string | null;
  image_digest: string | null;
  host_id: string;
  first_seen: Date;
  last_seen: Date;
  gone_at: Date | null;
  posture_hash: string;
  host_hash: string;
  traits_hash: string;
  declared_hash: string | null;
  /** A bigint, which pg gives as text. */
  judgement_id: string | null;
  /** Null until it is judged. */
  score: number | null;
  state: ContainerState;
}

/** `asOf` = the time it was read for, `null` = now. */
export const toContainer = (row: ContainerRow, asOf: Date | null = null): Container => ({
  id: row.id,
  key: row.key,
  name: row.name,
  kind: row.kind,
  runtime: row.runtime,
  self: row.self,
  image:
    row.image_reference === null && row.image_digest === null
      ? null
      : { reference: row.image_reference, digest: row.image_digest },
  state: row.state,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  goneAt: row.gone_at,
  postureHash: row.posture_hash,
  hostHash: row.host_hash,
  traitsHash: row.traits_hash,
  asOf,
  declaredHash: row.declared_hash,
  hostId: row.host_id,
  judgementId: row.judgement_id,
});
