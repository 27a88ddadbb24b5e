import type { RuntimeName } from '@shoji/posture';

/** The process that a runtime leaves beside a container, as its command line shows it. */
export interface Supervisor {
  runtime: RuntimeName | null;
  /** The container's id or name, where the command line carries it. */
  id: string | null;
  /** containerd's namespace (`moby`, `k8s.io`). */
  namespace: string | null;
  /** Directory of the OCI bundle on the host; `cwd` = the supervisor's working directory. */
  bundle: string | null;
  /** What people call the container, where that is not its id. */
  name?: string;
}

const supervisors = new Set(['containerd-shim', 'conmon', 'conmonrs', 'systemd-nspawn', 'lxc-start']);

/**
 * Whether a process of this name (`/proc/PID/comm`) stays beside a container for its runtime: its child in another cgroup
 * or other namespaces is a container's init.
 */
export const isSupervisor = (comm: string): boolean => supervisors.has(comm);

/** The same of sandbox launchers, too: walls that these have are not there for themselves. */
export const staysOutside = (comm: string): boolean => isSupervisor(comm) || comm === 'bwrap';

/**
 * Recognises the parent of a container's init: `comm` is its name (`/proc/PID/comm`), `cmdline` its arguments
 * (`/proc/PID/cmdline`, separated by NUL). `null` for any other process.
 */
export function supervisorOf(comm: string, cmdline: string): Supervisor | null {
  const args = cmdline.split('\0');
  const after = (...flags: string[]): string | null => {
    const at = args.findIndex((arg) => flags.includes(arg));
    return at < 0 ? null : (args[at + 1] ?? null);
  };
  if (comm.startsWith('containerd-shim')) {
    const namespace = after('-namespace', '--namespace');
    return {
      runtime: namespace === 'moby' ? 'docker' : 'containerd',
      id: after('-id', '--id'),
      namespace,
      bundle: 'cwd',
    };
  }
  if (comm === 'conmon') {
    const name = after('-n', '--name');
    return {
      runtime: /\/crio\b/.test(after('--exit-dir') ?? '') ? 'cri-o' : 'podman',
      id: after('-c', '--cid'),
      namespace: null,
      bundle: after('-b', '--bundle'),
      ...(name ? { name } : {}),
    };
  }
  if (comm === 'conmonrs') return { runtime: 'cri-o', id: null, namespace: null, bundle: null };
  if (comm === 'systemd-nspawn')
    return { runtime: 'systemd-nspawn', id: machineName(args), namespace: null, bundle: null };
  if (comm === 'lxc-start' || args[0]?.startsWith('[lxc monitor]'))
    return { runtime: 'lxc', id: lxcName(args), namespace: null, bundle: null };
  if (comm === 'bwrap') return { runtime: 'bubblewrap', id: null, namespace: null, bundle: null };
  return null;
}

/** A machine is called what `-M` says, else like its directory or image (systemd-nspawn(1)). */
function machineName(args: string[]): string | null {
  const value = (short: string, long: string): string | undefined => {
    for (const [index, arg] of args.entries()) {
      if (arg === '--') return undefined;
      if (arg === short || arg === long) return args[index + 1];
      if (arg.startsWith(`${long}=`)) return arg.slice(long.length + 1);
      if (arg.startsWith(short) && !arg.startsWith('--')) return arg.slice(short.length);
    }
    return undefined;
  };
  const place = value('-D', '--directory') ?? value('-i', '--image')?.replace(/\.raw$/, '');
  return value('-M', '--machine') || place?.replace(/\/+$/, '').split('/').at(-1) || null;
}

/** The monitor writes `[lxc monitor] LXCPATH NAME` over its own arguments; before that it has `-n NAME`. */
function lxcName(args: string[]): string | null {
  const monitor = /^\[lxc monitor\] \S+ (.+)$/.exec(args.join(' ').trimEnd());
  if (monitor?.[1] !== undefined) return monitor[1];
  const at = args.findIndex((arg) => arg === '-n' || arg === '--name');
  return at < 0 ? null : (args[at + 1] ?? null);
}
