import { Injectable } from '@nestjs/common';
import { keyIdOf, type Enrolment, type EnrolmentAnswer } from '@shoji/posture';
import { Database, type Queryable } from '../database/database.js';
import { joinGroups } from '../groups/membership.js';
import { pastTime } from '../intake/past-time.js';
import { Refusal } from '../intake/refusal.js';
import { storable } from '../intake/storable.js';
import { audit } from './audit.js';
import { secretHash } from './secret.js';

interface KnownKey {
  hostId: string;
  tokenHash: string | null;
  revoked: boolean;
}

/** Redeems enrolment tokens for host identities. Every new key is a new host, whatever it says about itself. */
@Injectable()
export class EnrolmentService {
  constructor(private readonly database: Database) {}

  /**
   * The identity for a key whose possession has been proven. The same key with the same token gets the same answer again
   * and spends nothing.
   * @throws {Refusal} `bad-token`, `revoked`.
   */
  async redeem({ token, publicKey, node: sent }: Enrolment): Promise<EnrolmentAnswer> {
    const raw = Buffer.from(publicKey, 'base64url');
    const keyId = keyIdOf(raw);
    const tokenHash = secretHash(token);
    const node = storable(sent);
    return this.database.transaction(async (queries) => {
      // Two deliveries of one request wait here for each other, so that the second finds what the first made.
      await queries.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [keyId]);
      const known = await findKnown(queries, keyId);
      if (known?.revoked) throw new Refusal('revoked', 'This key was revoked: enrol with a new key.');
      if (known?.tokenHash === tokenHash) return { hostId: known.hostId, keyId };
      if (known)
        throw new Refusal('bad-token', 'This key is enrolled with another token: use it, or make a new key.');

      // One statement decides: of any number of redemptions at once, as many win as uses are left.
      const [spent] = await queries.query<{ id: string; name: string; groups: string[] }>(
        `UPDATE enrolment_token SET uses = uses + 1
         WHERE token_hash = $1 AND uses < max_uses AND revoked_at IS NULL AND expires_at > now() RETURNING id, name, groups`,
        [tokenHash],
      );
      if (!spent) {
        throw new Refusal(
          'bad-token',
          'The enrolment token is unknown, expired, revoked or used up: make a new one.',
        );
      }
      const [host] = await queries.query<{ id: string }>(
        `INSERT INTO host (name, machine_id, booted_at, collector_version) VALUES ($1, $2, $3, $4) RETURNING id`,
        [node.hostname, node.machineId, pastTime(node.bootedAt), node.collectorVersion],
      );
      if (!host) throw new Error('an insert gave no row');
      await queries.query(
        'INSERT INTO host_key (key_id, host_id, public_key, enrolment_token_id) VALUES ($1, $2, $3, $4)',
        [keyId, host.id, raw, spent.id],
      );
      await joinGroups(queries, host.id, spent.groups);
      const detail = { groups: spent.groups, keyId, hostname: node.hostname, machineId: node.machineId };
      await audit(queries, {
        actor: `enrolment-token:${spent.name}`,
        action: 'host-enrolled',
        subject: `host:${host.id}`,
        detail,
      });
      return { hostId: host.id, keyId };
    });
  }
}

async function findKnown(queries: Queryable, keyId: string): Promise<KnownKey | undefined> {
  const [known] = await queries.query<KnownKey>(
    `SELECT k.host_id AS "hostId", t.token_hash AS "tokenHash",
            k.revoked_at IS NOT NULL OR h.state = 'revoked' AS revoked
     FROM host_key k JOIN host h ON h.id = k.host_id LEFT JOIN enrolment_token t ON t.id = k.enrolment_token_id
     WHERE k.key_id = $1`,
    [keyId],
  );
  return known;
}
