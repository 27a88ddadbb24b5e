import {
  isAtLeast,
  isKnown,
  parseRelease,
  tellingSystemCalls,
  unreadable,
  type Fact,
  type Subject,
  type TellingSystemCall,
} from '@shoji/posture';

/** What docker's default profile lets through for a capability that the container has in its bounding set. */
const byCapability: Readonly<Record<string, readonly TellingSystemCall[]>> = {
  CAP_BPF: ['bpf'],
  CAP_DAC_READ_SEARCH: ['open_by_handle_at'],
  CAP_PERFMON: ['perf_event_open'],
  CAP_SYS_ADMIN: ['bpf', 'fsmount', 'mount', 'move_mount', 'perf_event_open', 'setns', 'unshare'],
  CAP_SYS_PTRACE: ['process_vm_writev'],
  CAP_SYS_MODULE: ['finit_module', 'init_module'],
  CAP_SYS_RAWIO: ['ioperm', 'iopl'],
};
/** What it lets through for everybody; tracing on kernels from 4.8 on, which all that are still maintained are. */
const always: readonly TellingSystemCall[] = ['mknod', 'mknodat', 'ptrace'];

/** The answer for the container that was asked about last: one is asked for each capability that it could lose. */
let last: { bounding: unknown; host: unknown; runtime: string; calls: Fact<string[]> } | undefined;

/**
 * Of the telling system calls, those that the runtime's default filter lets through with the container's capabilities
 * (moby `profiles/seccomp/default_linux.go`, which containerd follows). Unreadable where the runtime's own is not known.
 */
export function defaultSystemCalls(subject: Subject): Fact<string[]> {
  const { bounding } = subject.posture.capabilities;
  const { host } = subject;
  const { runtime } = subject.traits;
  if (last?.bounding === bounding && last.host === host && last.runtime === runtime) return last.calls;
  last = { bounding, host, runtime, calls: callsOf(subject) };
  return last.calls;
}

function callsOf({ posture, host, traits }: Subject): Fact<string[]> {
  if (traits.runtime !== 'docker' && traits.runtime !== 'containerd')
    return unreadable('what the default filter of this runtime says is not known');
  const { bounding } = posture.capabilities;
  // Whatever may be in the set opens its calls: nothing is taken to be refused on a guess.
  const held = isKnown(bounding) ? bounding : Object.keys(byCapability);
  const calls = new Set<TellingSystemCall>(always);
  for (const name of held) for (const call of byCapability[name] ?? []) calls.add(call);
  const isBefore = (docker: Version, containerd: Version) =>
    isKnownBefore(host, traits.runtime, traits.runtime === 'docker' ? docker : containerd);
  // What an unknown version lets through it may let through.
  if (isBefore([25, 0, 0], [2, 0, 0]) !== false) calls.add('io_uring_setup');
  if (isBefore([23, 0, 0], [1, 7, 0]) !== true) calls.add('process_vm_writev');
  return tellingSystemCalls.filter((call) => calls.has(call));
}

type Version = readonly [number, number, number];

/** Whether the runtime is older than a release; `null` where its version is not known. */
function isKnownBefore({ runtimes }: Subject['host'], name: string, release: Version): boolean | null {
  const version = runtimes.find((runtime) => runtime.name === name)?.version;
  const known = version !== undefined && isKnown(version) ? parseRelease(version) : null;
  return known && !isAtLeast(known, release);
}
