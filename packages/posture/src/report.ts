import { z } from 'zod';
import { hostDocument } from './host.js';
import { instance, traits } from './instance.js';
import { posture } from './posture.js';
import { fact, hash } from './schema.js';

/** Any document that travels by its hash. */
export const document = z.discriminatedUnion('schema', [posture, hostDocument, traits]);
export type Document = z.infer<typeof document>;

/** A network namespace that `ip netns` keeps by a name (ip-netns(8)). */
export const namedNetwork = z.strictObject({
  name: z.string().min(1).max(255),
  /** Inode number of the namespace. */
  inode: fact(z.int().min(0)),
  /** Processes in it. */
  processCount: fact(z.int().min(0)),
});
export type NamedNetwork = z.infer<typeof namedNetwork>;

/** Who reports: what a person calls the host by, kept out of the host document so that equal hosts hash equal. */
export const node = z.strictObject({
  hostname: z.string().min(1).max(253),
  /** machine-id(5), 32 hex digits; `null` where the host has none. */
  machineId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  bootedAt: z.iso.datetime(),
  collectorVersion: z.string().max(64),
  networkNamespaces: fact(z.array(namedNetwork).max(10_000)).optional(),
});
export type Node = z.infer<typeof node>;

/** What the collector itself costs its host, since it last said so. */
export const collectorSelf = z.strictObject({
  /** Of one reading, on average. */
  cycleMilliseconds: z.int().min(0),
  /** CPU time, in millionths of one core. */
  cpuPartsPerMillion: z.int().min(0),
  /** Resident memory. */
  rssBytes: z.int().min(0),
});
export type CollectorSelf = z.infer<typeof collectorSelf>;

/** One container in a report. */
export const reportedContainer = z.strictObject({ id: z.string().min(1).max(512), posture: hash, instance });
export type ReportedContainer = z.infer<typeof reportedContainer>;

/** Something that happened on the host between two reports. */
export const event = z.strictObject({
  at: z.iso.datetime(),
  type: z.enum(['container-started', 'container-gone', 'spool-dropped', 'collector-started']),
  /** Container id, or `null` where the event is the collector's own. */
  container: z.string().max(512).nullable(),
  detail: z.string().max(1000),
});
export type Event = z.infer<typeof event>;

/**
 * One reading of a host. An unchanged host sends the head alone; otherwise `containers` is the whole list, or, with
 * `base`, what changed since the inventory with that hash (`gone` then names who left).
 */
export const report = z.strictObject({
  schema: z.literal('shoji.report/1'),
  bootId: z.uuid(),
  /** Grows by at least one with every report of a boot, kept across restarts of the collector. */
  seq: z.int().min(1),
  observedAt: z.iso.datetime(),
  /** Seconds until the next report at the latest. */
  interval: z.int().min(1).max(86400),
  /** `inventoryHash` of what the host now runs. */
  inventory: hash,
  host: hash.optional(),
  node: node.optional(),
  collector: collectorSelf.optional(),
  base: hash.optional(),
  containers: z.array(reportedContainer).max(20_000).optional(),
  gone: z.array(z.string().max(512)).max(20_000).optional(),
  documents: z.record(hash, document).optional(),
  events: z.array(event).max(10_000).optional(),
});
export type Report = z.infer<typeof report>;

/** What the server answers: taken, or what it needs first. */
export const reportAnswer = z.union([
  z.strictObject({ ack: z.int() }),
  z.strictObject({ need: z.union([z.literal('inventory'), z.array(hash)]) }),
]);
export type ReportAnswer = z.infer<typeof reportAnswer>;

/** Redeems an enrolment token for a host identity (`POST /v1/enroll`), signed with the new key itself. */
export const enrolment = z.strictObject({
  schema: z.literal('shoji.enrolment/1'),
  token: z.string().min(1).max(200),
  /** Raw Ed25519 public key, base64url without padding (RFC 8032: 32 bytes). */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  node,
});
export type Enrolment = z.infer<typeof enrolment>;

/** The identity that a redeemed token gives; the same key gets the same answer again. */
export const enrolmentAnswer = z.strictObject({ hostId: z.uuid(), keyId: z.string() });
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>;
