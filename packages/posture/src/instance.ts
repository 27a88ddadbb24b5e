import { z } from 'zod';
import { deviceRule } from './posture.js';
import { fact, hash } from './schema.js';
import { containerKinds, namespaceTypes, runtimeNames, walls } from './vocabulary.js';

const text = z.string().max(4096);
const count = z.int().min(0);

/** A process inside a container whose walls differ from those of its init, without what differs between two runs. */
export const deviation = z.strictObject({
  wall: z.enum(walls),
  /** Its executable as the kernel names it, `null` where it could not be read. */
  exe: text.nullable(),
  /** What differs, in words. */
  difference: text,
  count: count.min(1),
});

/** A port that the runtime publishes on the host. */
export const port = z.strictObject({
  hostAddress: text,
  hostPort: count.max(65535),
  containerPort: count.max(65535),
  protocol: z.enum(['tcp', 'udp', 'sctp']),
});

/** A socket that waits for connections inside the container's network namespace (proc_net_tcp(5)). */
export const listener = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'sctp']),
  address: text,
  port: count.max(65535),
  /** Executable of the process that holds it, `null` where that could not be read. */
  exe: text.nullable(),
});
export type Listener = z.infer<typeof listener>;

/** What an orchestrator says a container is part of (the annotations of its OCI configuration). */
export const pod = z.strictObject({
  namespace: text,
  name: text,
  uid: text.nullable(),
  /** Name of the container within the pod; `null` for the sandbox itself. */
  container: text.nullable(),
  /** Id of the pod's sandbox on this host. */
  sandbox: text.nullable(),
});
export type Pod = z.infer<typeof pod>;

/** What a runtime does once a container ended: `retries` bounds how often it tries after a failure, `null` = for ever. */
export const restart = z.strictObject({
  policy: z.enum(['no', 'on-failure', 'always', 'unless-stopped']),
  retries: count.nullable(),
});
export type Restart = z.infer<typeof restart>;

/** Why a container is only half known: the kernel runs it but no runtime lists it, or the reverse. */
export const orphan = z.enum(['kernel-only', 'runtime-only']).nullable();

/** What posture leaves out: everything that differs between two identical containers. */
export const instance = z.strictObject({
  id: text.min(1).max(512),
  kind: z.enum(containerKinds),
  runtime: z.strictObject({ name: z.enum(runtimeNames), version: text.nullable() }),
  name: text.min(1),
  image: z.strictObject({ reference: text.nullable(), digest: text.nullable() }).nullable(),
  labels: z.record(text, z.string().max(65536)),
  /** Id of the container's init on the host. */
  pid: count,
  startedAt: z.iso.datetime(),
  cgroupPath: text.nullable(),
  /** Inode numbers, for those that could be read (namespaces(7)). */
  namespaceIds: z.partialRecord(z.enum(namespaceTypes), count),
  overlay: z.strictObject({ lower: z.array(text), upper: text.nullable(), work: text.nullable() }).nullable(),
  processCount: count,
  deviations: z.array(deviation.extend({ pids: z.array(count).max(1000) })),
  ports: z.array(port),
  orphan,
  declared: hash.nullable(),
  traits: hash,
  /** Id of the container that this one runs in (docker in docker). */
  parent: text.nullable().optional(),
  pod: pod.nullable().optional(),
  /** Of its own network namespace only: in a shared one they belong to the namespace's owner. */
  listeners: fact(z.array(listener)).optional(),
  /** How many of its overlay's lower directories another running container on the host stands on, too. */
  sharedLower: count.optional(),
  /** The collector's own container. */
  self: z.literal(true).optional(),
});
export type Instance = z.infer<typeof instance>;

/** The few things outside the posture that a rule may look at, content-addressed. */
export const traits = z.strictObject({
  schema: z.literal('shoji.traits/1'),
  runtime: z.enum(runtimeNames),
  declared: hash.nullable(),
  deviations: z.array(deviation),
  ports: z.array(port),
  orphan,
  listeners: fact(z.array(listener)).optional(),
  /** Of `tellingSystemCalls`, those that the filter lets through as its runtime resolved it; a set. */
  systemCalls: fact(z.array(text)).optional(),
  /** Devices that it may open as its runtime set them, where the kernel shows no list (cgroup v2); sorted. */
  deviceRules: z.array(deviceRule).optional(),
  /** Facts of which the kernel enforces less or something else than was asked for; a set, absent = nothing was asked for. */
  differences: z
    .array(
      z.strictObject({
        wall: z.enum(walls),
        field: text,
        direction: z.enum(['weaker', 'different', 'unknown']),
      }),
    )
    .optional(),
  /** Whether its runtime starts it again by itself. */
  restart: fact(restart).optional(),
  /** Whether its runtime asks it again and again if it still does its work. */
  healthCheck: fact(z.boolean()).optional(),
  /** The cgroup that it was put below; `null` = where its runtime puts every container. */
  cgroupParent: fact(text.nullable()).optional(),
  /** Settings of the kernel that its runtime was told to make in its namespaces, by name; a set. */
  sysctls: fact(z.array(text)).optional(),
  /** By what its image was named: a digest, a tag, or `latest` (said or not); absent where that is not known. */
  image: z.enum(['digest', 'tag', 'latest']).optional(),
  self: z.literal(true).optional(),
});
export type Traits = z.infer<typeof traits>;
