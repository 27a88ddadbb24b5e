import { isWithin } from '@shoji/posture';
import { judgeMounts } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** Directories of the host in which every file matters. */
const sensitiveTrees = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/proc',
  '/root',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/kubelet/pki',
  '/var/log',
  '/var/spool/cron',
];
/** Directories that matter as a whole, but below which runtimes lay out what containers are given. */
const sensitiveDirectories = [
  '/home',
  '/opt',
  '/run',
  '/run/containerd',
  '/run/docker',
  '/run/systemd',
  '/srv',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/containers/storage',
  '/var/lib/docker',
  '/var/lib/docker/containers',
  '/var/lib/docker/overlay2',
  '/var/lib/docker/volumes',
  '/var/lib/kubelet',
  '/var/lib/kubelet/pods',
];
/** Harmless nodes that a runtime binds where the container cannot make them, and the shared memory of `--ipc host`. */
const harmless = /^\/dev\/(null|zero|full|random|urandom|tty|console|ptmx|shm|pts(\/.*)?|mqueue)$/;
/** Keys of a person or a machine, wherever the home lies. */
const keys = /^\/home\/[^/]+(\/\.(ssh|aws|kube|docker|gnupg)(\/.*)?)?$/;

/** A directory of the host that holds its programs, settings, secrets or kernel interfaces is mounted. */
export const sensitiveHostMount = defineRule({
  id: 'sensitive-host-mount',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'A sensitive path of the host is mounted',
  rationale:
    'Writing to what the host executes or trusts is running programs on it; reading it gives keys and passwords. Directories above a sensitive one and paths below it count like it. Read-only mounts weigh medium, or low where only a part is shown.',
  remediation:
    'docker and compose: mount the one file or directory that is needed, read-only, or use a named volume or a config. Kubernetes: configMap, secret or a persistent volume instead of hostPath.',
  references: [
    'CIS Docker 1.6.0 5.6',
    'PSS baseline hostPathVolumes',
    'ATT&CK T1611',
    'proc_pid_mountinfo(5)',
  ],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeMounts(
      facts,
      (source, readonly) => {
        const reason = sensitivity(source);
        return (
          reason && { severity: !readonly ? 'high' : reason.whole ? 'medium' : 'low', text: reason.text }
        );
      },
      'high',
    ),
});

/** Why a path of the host is sensitive; `whole` where it is or holds a sensitive directory, not only a part of one. */
function sensitivity(source: string): { whole: boolean; text: string } | undefined {
  if (harmless.test(source)) return undefined;
  const held = [...sensitiveTrees, ...sensitiveDirectories].find((path) => isWithin(path, source));
  if (held)
    return { whole: true, text: held === source ? 'a directory of the host system' : `holds ${held}` };
  const tree = sensitiveTrees.find((path) => isWithin(source, path));
  if (tree) return { whole: false, text: `part of ${tree}` };
  return keys.test(source) ? { whole: true, text: 'the home or the keys of a person' } : undefined;
}
