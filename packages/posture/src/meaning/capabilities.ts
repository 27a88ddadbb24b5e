import { isKnown, isUnreadable, type Fact } from '../fact.js';
import type { Posture } from '../posture.js';
import { evidenceOf, type Evidence } from './evidence.js';

/** What docker, containerd, CRI-O and podman give at most (moby oci/caps/defaults.go and its siblings). */
export const usualCapabilities: ReadonlySet<string> = new Set([
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
]);

/** The sets of the container's init that decide what it, or a program it executes, can hold. */
export const capabilityReaders = {
  effective: (c: Posture) => c.capabilities.effective,
  permitted: (c: Posture) => c.capabilities.permitted,
  inheritable: (c: Posture) => c.capabilities.inheritable,
  bounding: (c: Posture) => c.capabilities.bounding,
  noNewPrivileges: (c: Posture) => c.user.noNewPrivileges,
  user: (c: Posture) => c.namespaces.user,
  uidMappings: (c: Posture) => c.user.uidMappings,
};

/** How a set of capabilities is held: as far as known (`state`), and at worst. */
export interface Holding {
  /** `now`: init holds it. `by-exec`: a program with set-user-id or file capabilities can gain it. */
  state: 'now' | 'by-exec' | 'no' | 'unknown';
  worst: 'now' | 'by-exec' | 'no';
  /** Made when it is asked for: most who ask how a capability is held do not. */
  evidence: () => Evidence[];
}

/** The facts that {@link holding} looks at. */
export interface HoldingFacts {
  effective: Fact<string[]>;
  permitted: Fact<string[]>;
  inheritable: Fact<string[]>;
  bounding: Fact<string[]>;
  noNewPrivileges: Fact<boolean>;
}

/**
 * How init holds all of `wanted` (capabilities(7), "Transformation of capabilities during execve"): what is permitted it
 * has; what is only in the bounding or inheritable set an exec can gain unless no_new_privs forbids it.
 */
export function holding(wanted: readonly string[], sets: HoldingFacts): Holding {
  const evidence = () => namesToShow(wanted, sets).map((name) => shown(name, wanted, sets));
  const { effective, permitted, bounding, inheritable, noNewPrivileges } = sets;
  if (holdsAll(effective, wanted) || holdsAll(permitted, wanted))
    return { state: 'now', worst: 'now', evidence };
  const isBlind = isUnreadable(effective) || isUnreadable(permitted);
  const worst = isBlind ? 'now' : 'by-exec';
  // Only under no_new_privs do the sets that an exec draws on not matter.
  if (noNewPrivileges !== true) {
    if (holdsAll(bounding, wanted) || holdsAll(inheritable, wanted))
      return { state: isUnreadable(noNewPrivileges) ? 'unknown' : 'by-exec', worst, evidence };
    if (isUnreadable(bounding) || isUnreadable(inheritable)) return { state: 'unknown', worst, evidence };
  }
  return isBlind ? { state: 'unknown', worst, evidence } : { state: 'no', worst: 'no', evidence };
}

/** The facts that settle how they are held, or that would if they could be read. */
function namesToShow(wanted: readonly string[], sets: HoldingFacts): (keyof HoldingFacts)[] {
  const which = (
    names: readonly (keyof HoldingFacts)[],
    is: (fact: HoldingFacts[keyof HoldingFacts]) => boolean,
  ) => names.filter((name) => is(sets[name]));
  const isHolding = (fact: HoldingFacts[keyof HoldingFacts]) =>
    typeof fact !== 'boolean' && holdsAll(fact, wanted);
  const held = which(['effective', 'permitted'], isHolding);
  if (held.length > 0) return held;
  const blind = which(['effective', 'permitted'], isUnreadable);
  if (sets.noNewPrivileges !== true) {
    const gainable = which(['bounding', 'inheritable'], isHolding);
    if (gainable.length > 0) return [...gainable, 'noNewPrivileges', ...blind];
    const unseen = which(['bounding', 'inheritable'], isUnreadable);
    if (unseen.length > 0) return [...blind, ...unseen];
  }
  return blind.length > 0 ? blind : ['permitted', 'bounding'];
}

function shown(name: keyof HoldingFacts, wanted: readonly string[], sets: HoldingFacts): Evidence {
  const fact = sets[name];
  const field = name === 'noNewPrivileges' ? 'user.noNewPrivileges' : `capabilities.${name}`;
  if (typeof fact === 'boolean')
    return evidenceOf(field, fact, `no_new_privs is ${fact ? 'set' : 'not set'}`);
  if (!Array.isArray(fact)) return evidenceOf(field, fact);
  const held = wanted.filter((capability) => fact.includes(capability));
  const text =
    held.length === wanted.length ? `the ${name} set holds ${said(wanted)}` : `the ${name} set lacks it`;
  return evidenceOf(field, wanted.length === 1 ? held : fact, text);
}

const holdsAll = (fact: Fact<string[]>, wanted: readonly string[]): boolean =>
  isKnown(fact) && includesAll(fact, wanted);

/** Quick where both are in the same order, as documents and lists here are by name. */
function includesAll(set: readonly string[], wanted: readonly string[]): boolean {
  if (set.length < wanted.length) return false;
  let place = 0;
  for (const name of wanted) {
    const found = set.indexOf(name, place);
    if (found >= 0) place = found;
    else if (!set.includes(name)) return false;
  }
  return true;
}

const said = (wanted: readonly string[]) =>
  wanted.length === 1 ? wanted[0] : `all of ${wanted.length} capabilities`;

/** Capabilities 0–37 by number (linux/capability.h), which every kernel since 3.16 has. */
export const classicCapabilities = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
] as const;

const byName = classicCapabilities.map((_, last) => classicCapabilities.slice(0, last + 1).sort());

/** Every capability that a kernel with this last one has of {@link classicCapabilities}, by name; all where it is not known. */
export const classicUpTo = (last: Fact<number>): readonly string[] =>
  (isKnown(last) ? byName[last] : undefined) ?? byName.at(-1) ?? [];
