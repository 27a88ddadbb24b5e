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
}

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
    const bundle = after('-b', '--bundle');
    return {
      runtime: bundle?.includes('/crio/') || bundle?.includes('/cri-o/') ? 'cri-o' : 'podman',
      id: after('-c', '--cid'),
      namespace: null,
      bundle,
    };
  }
  if (comm === 'systemd-nspawn') {
    const machine =
      after('-M') ?? args.find((arg) => arg.startsWith('--machine='))?.slice('--machine='.length);
    return { runtime: 'systemd-nspawn', id: machine ?? null, namespace: null, bundle: null };
  }
  if (comm === 'lxc-start' || args[0]?.startsWith('[lxc monitor]'))
    return { runtime: 'lxc', id: lxcName(args), namespace: null, bundle: null };
  if (comm === 'bwrap') return { runtime: 'bubblewrap', id: null, namespace: null, bundle: null };
  return null;
}

/** The monitor writes `[lxc monitor] LXCPATH NAME` over its own arguments; before that it has `-n NAME`. */
function lxcName(args: string[]): string | null {
  const monitor = /^\[lxc monitor\] \S+ (.+)$/.exec(args.join(' ').trimEnd());
  if (monitor?.[1] !== undefined) return monitor[1];
  const at = args.findIndex((arg) => arg === '-n' || arg === '--name');
  return at < 0 ? null : (args[at + 1] ?? null);
}
