import { capabilitySets, isKnown, type Fact, type Subject } from '@shoji/posture';
import { defineChange, type Amendment, type Change, type Effort } from './change.js';
import { ofContainer } from './remedies.js';
import { defaultSystemCalls } from './default-profile.js';

/**
 * The five sets with what `keep` leaves of each; `null` where it leaves all that is known. A filter that is the runtime's
 * default follows, for it lets through what the capabilities need.
 */
export function keepCapabilities(subject: Subject, keep: (capability: string) => boolean): Amendment | null {
  const before = subject.posture.capabilities;
  const capabilities: Partial<typeof before> = {};
  let goes = false;
  for (const name of capabilitySets) {
    const set = before[name];
    if (!isKnown(set)) continue;
    const kept = set.filter(keep);
    if (kept.length === set.length) continue;
    capabilities[name] = kept;
    goes = true;
  }
  if (!goes) return null;
  const after = { ...subject.posture, capabilities: { ...before, ...capabilities } };
  const { systemCalls } = subject.traits;
  const follows = systemCalls !== undefined && isSame(systemCalls, defaultSystemCalls(subject));
  const calls = follows ? defaultSystemCalls({ ...subject, posture: after }) : undefined;
  return { posture: { capabilities }, ...(calls && { traits: { systemCalls: calls } }) };
}

const isIn = (set: Fact<string[]>, capability: string): boolean => isKnown(set) && set.includes(capability);

const isSame = (a: Fact<string[]>, b: Fact<string[]>): boolean =>
  isKnown(a) && isKnown(b) && a.join() === b.join();

/** A change that takes capabilities away, from every set. */
export function dropCapabilities(
  names: readonly string[],
  { breaks, effort = 'low', ...rest }: { id: string; title: string; breaks: string; effort?: Effort },
): Change {
  const short = names.map((name) => name.slice('CAP_'.length));
  const bits = `0x${names.reduce((mask, name) => mask | (1n << BigInt(numbers[name] ?? 0)), 0n).toString(16)}`;
  return defineChange({
    ...rest,
    walls: ['capabilities'],
    effort,
    revision: 1,
    remedies: ofContainer({
      docker: short.map((name) => `--cap-drop ${name}`).join(' '),
      compose: `cap_drop: [${short.join(', ')}]`,
      kubernetes: `securityContext:\n  capabilities:\n    drop: [${short.join(', ')}]`,
      podman: short.map((name) => `--cap-drop ${name}`).join(' '),
      lxc: `lxc.cap.drop = ${short.map((name) => name.toLowerCase()).join(' ')}`,
      daemon: {
        none: 'docker has no such setting. podman and CRI-O: leave it out of default_capabilities in containers.conf or crio.conf.',
      },
    }),
    breaks: `${breaks} Take --privileged and --cap-add away with it: they give it back.`,
    verify: `for set in Prm Eff Bnd; do [ $((0x$(awk "/^Cap$set:/ {print \\$2}" /proc/$PID/status) & ${bits})) -eq 0 ] || exit 1; done`,
    amend: (subject) => {
      const sets = subject.posture.capabilities;
      const holds = capabilitySets.some((name) => names.some((capability) => isIn(sets[name], capability)));
      return holds ? keepCapabilities(subject, (capability) => !names.includes(capability)) : null;
    },
  });
}

/** Numbers of the capabilities that changes name (linux/capability.h). */
const numbers: Readonly<Record<string, number>> = {
  CAP_DAC_OVERRIDE: 1,
  CAP_DAC_READ_SEARCH: 2,
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_MODULE: 16,
  CAP_SYS_RAWIO: 17,
  CAP_SYS_CHROOT: 18,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
  CAP_SYS_BOOT: 22,
  CAP_SYS_TIME: 25,
  CAP_MKNOD: 27,
  CAP_MAC_OVERRIDE: 32,
  CAP_MAC_ADMIN: 33,
  CAP_SYSLOG: 34,
  CAP_PERFMON: 38,
  CAP_BPF: 39,
};
