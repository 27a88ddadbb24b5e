import { hashDocument, isKnown, type Fact, type HostDocument, type HostRuntime } from '@shoji/posture';
import type { Change, State } from './change.js';

/**
 * Why a container is not as its baseline says. `live`: it changed while it ran. `redeploy`: it was made anew, or started
 * again, with other settings. `host`: a setting of the host or of a daemon moved it. `outlier`: its siblings are as they
 * should be. `declared`: the kernel does not enforce what its runtime was asked for.
 */
export const causes = ['live', 'redeploy', 'host', 'outlier', 'declared'] as const;
export type Cause = (typeof causes)[number];

/** What is known of the way to where a container is now. */
export interface Circumstances {
  /** The last time that it, or the one before it on its host, was as the baseline says; `null` = never seen. */
  conforming: {
    /** The same container, rather than the one that it replaced. */
    same: boolean;
    /** Whether its init is another since. */
    restarted: boolean;
    host: HostDocument;
  } | null;
  host: HostDocument;
  /** Whether others of the workload run as the baseline says. */
  siblingsConform: boolean;
}

/** Cause of one change against the baseline. */
export function causeOf(
  change: Pick<Change, 'field' | 'before' | 'after'>,
  now: State,
  { conforming, host, siblingsConform }: Circumstances,
): Exclude<Cause, 'declared'> {
  if (conforming === null) return siblingsConform ? 'outlier' : 'redeploy';
  const moved = movedFacts(conforming.host, host);
  if (moved.some((fact) => explains(fact, change.field))) return 'host';
  if (!conforming.same || conforming.restarted) return 'redeploy';
  return isSetOutside(change, now) ? 'host' : 'live';
}

/** Facts of the host that are others than they were; those of a runtime as `runtimes.KEY`, its release `runtimes.version`. */
export function movedFacts(before: HostDocument, after: HostDocument): string[] {
  const plain = (
    ['kernel', 'cgroupMode', 'lsms', 'capLastCap', 'lockdown', 'cpus', 'memory'] as const
  ).filter((name) => differ(before[name], after[name]));
  const sysctls = [...keysOf(before.sysctls, after.sysctls)].filter((name) =>
    differ(before.sysctls[name], after.sysctls[name]),
  );
  const names = new Set([...before.runtimes, ...after.runtimes].map(({ name }) => name));
  const runtimes = [...names].flatMap((name) => {
    const of = ({ runtimes: all }: HostDocument) => all.filter((runtime) => runtime.name === name);
    const others = of(after);
    // Two daemons of one name stand in the same order in both documents, unless one of them is away.
    return of(before).flatMap((one, index) => {
      const other = others[index];
      return other ? [...movedSettings(one, other)] : [];
    });
  });
  return [...plain, ...sysctls, ...runtimes];
}

function* movedSettings(before: HostRuntime, after: HostRuntime): Generator<string> {
  if (differ(before.version, after.version)) yield 'runtimes.version';
  if (!isKnown(before.configuration) || !isKnown(after.configuration)) return;
  const [one, other]: Record<string, unknown>[] = [before.configuration, after.configuration];
  if (!one || !other) return;
  for (const key of keysOf(one, other)) if (differ(one[key], other[key])) yield `runtimes.${key}`;
}

const keysOf = (one: object, other: object): Set<string> =>
  new Set([...Object.keys(one), ...Object.keys(other)]);

/** A fact that could not be read on one of the two sides has not been seen to move. */
function differ(before: unknown, after: unknown): boolean {
  const seen = (fact: unknown) => fact === undefined || isKnown(fact);
  return seen(before) && seen(after) && hashDocument(before ?? null) !== hashDocument(after ?? null);
}

/** What a fact of the host decides of its containers: words of its name, and fields that begin so. */
const decides: readonly [RegExp, RegExp][] = [
  [/^kernel$/, /^(namespaces|capabilities|seccomp|lsm|cgroups|filesystem\.\w+Paths|traits\.systemCalls)/],
  [/^cgroupMode$/, /^(cgroups|namespaces\.cgroup)/],
  [/^lsms$/, /^lsm/],
  [/^capLastCap$/, /^capabilities/],
  [/^cpus$/, /^cgroups\.cpu/],
  [/^memory$/, /^cgroups\.memory/],
  [/^fs\.(nr_open|file-max)$/, /^rlimits\.nofile/],
  [
    /^runtimes\.version$/,
    /^(capabilities|seccomp|lsm|rlimits|namespaces|filesystem\.(\w+Paths|devices)|traits\.systemCalls)/,
  ],
  [/^runtimes\..*ulimit/, /^rlimits/],
  [/^runtimes\..*no.?new.?priv/, /^user\.noNewPrivileges/],
  [/^runtimes\..*seccomp/, /^(seccomp|traits\.systemCalls)/],
  [/^runtimes\..*(userns|uidmap|gidmap)/, /^(user|namespaces\.user|filesystem\.mounts|capabilities)/],
  [/^runtimes\..*(cgroup|pids.?limit|slice)/, /^(cgroups|namespaces\.cgroup|traits\.cgroupParent)/],
  [/^runtimes\..*ipc/, /^namespaces\.ipc/],
  [/^runtimes\..*(pidns|netns|utsns)/, /^namespaces/],
  [/^runtimes\..*capabilit/, /^capabilities/],
  [/^runtimes\..*(apparmor|selinux|label)/, /^lsm/],
  [/^runtimes\..*(read.?only)/, /^filesystem\.root/],
  [/^runtimes\..*(device)/, /^(filesystem\.devices|cgroups\.devices|traits\.deviceRules)/],
  [
    /^runtimes\..*(privileged|default-runtime|runtimes|default_runtime|oci)/,
    /^(?!filesystem\.mounts|traits\.(ports|deviations|restart|healthCheck|sysctls))/,
  ],
];

/** Whether a fact of the host that moved can be why a field of a container did. */
export const explains = (fact: string, field: string): boolean =>
  decides.some(([facts, fields]) => facts.test(fact) && fields.test(field));

/**
 * Whether nobody but the host can have changed it under a running container: a limit of a cgroup above its own, or the
 * mode of the profile that it runs under.
 */
function isSetOutside(
  { field, before, after }: Pick<Change, 'field' | 'before' | 'after'>,
  now: State,
): boolean {
  const { memory, pids } = now.posture.cgroups;
  const above = (boundAt: Fact<string | null>) => isKnown(boundAt) && boundAt !== null && boundAt !== 'self';
  if (field.startsWith('cgroups.memory.')) return above(memory.boundAt);
  if (field.startsWith('cgroups.pids.')) return above(pids.boundAt);
  const profile = (side: unknown) =>
    typeof side === 'object' && side !== null && 'profile' in side ? side.profile : undefined;
  return field === 'lsm.apparmor' && profile(before) !== undefined && profile(before) === profile(after);
}
