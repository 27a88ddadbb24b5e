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
  const within = (fact: Fact<string[]>) => isKnown(fact) && includesAll(fact, wanted);
  const show = (...names: (keyof HoldingFacts)[]): Evidence[] =>
    names.map((name) => {
      const fact = sets[name];
      const field = name === 'noNewPrivileges' ? 'user.noNewPrivileges' : `capabilities.${name}`;
      if (typeof fact === 'boolean')
        return evidenceOf(field, fact, `no_new_privs is ${fact ? 'set' : 'not set'}`);
      if (!Array.isArray(fact)) return evidenceOf(field, fact);
      const held = wanted.filter((capability) => fact.includes(capability));
      const text =
        held.length === wanted.length ? `the ${name} set holds ${said(wanted)}` : `the ${name} set lacks it`;
      return evidenceOf(field, wanted.length === 1 ? held : fact, text);
    });

  const { effective, permitted, bounding, inheritable, noNewPrivileges } = sets;
  const [inEffect, allowed] = [within(effective), within(permitted)];
  if (inEffect || allowed)
    return {
      state: 'now',
      worst: 'now',
      evidence: () => show(...only('effective', inEffect), ...only('permitted', allowed)),
    };
  const [blindEffect, blindAllowed] = [isUnreadable(effective), isUnreadable(permitted)];
  const isBlind = blindEffect || blindAllowed;
  const blind = () => [...only('effective', blindEffect), ...only('permitted', blindAllowed)];
  const worst = isBlind ? 'now' : 'by-exec';

  // Only under no_new_privs do the sets that an exec draws on not matter.
  if (noNewPrivileges !== true) {
    const [bounded, inherited] = [within(bounding), within(inheritable)];
    const state = isUnreadable(noNewPrivileges) ? 'unknown' : 'by-exec';
    if (bounded || inherited)
      return {
        state,
        worst,
        evidence: () =>
          show(
            ...only('bounding', bounded),
            ...only('inheritable', inherited),
            'noNewPrivileges',
            ...blind(),
          ),
      };
    const [unbounded, unseen] = [isUnreadable(bounding), isUnreadable(inheritable)];
    if (unbounded || unseen)
      return {
        state: 'unknown',
        worst,
        evidence: () => show(...blind(), ...only('bounding', unbounded), ...only('inheritable', unseen)),
      };
  }
  if (isBlind) return { state: 'unknown', worst, evidence: () => show(...blind()) };
  return { state: 'no', worst: 'no', evidence: () => show('permitted', 'bounding') };
}

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

/** The set's name where it is meant. */
const only = <N extends keyof HoldingFacts>(name: N, isMeant: boolean): N[] => (isMeant ? [name] : []);

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
