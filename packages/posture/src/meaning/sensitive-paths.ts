import { isWithin } from './host-paths.js';

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

/** Why a path of the host is sensitive; `whole` where it is or holds a sensitive directory, not only a part of one. */
export function sensitivity(source: string): { whole: boolean; text: string } | undefined {
  if (harmless.test(source)) return undefined;
  const held = [...sensitiveTrees, ...sensitiveDirectories].find((path) => isWithin(path, source));
  if (held)
    return { whole: true, text: held === source ? 'a directory of the host system' : `holds ${held}` };
  const tree = sensitiveTrees.find((path) => isWithin(source, path));
  if (tree) return { whole: false, text: `part of ${tree}` };
  return keys.test(source) ? { whole: true, text: 'the home or the keys of a person' } : undefined;
}

/** Where the host keeps what it starts, or what tells it what to start. */
const executed = [
  '/bin',
  '/boot',
  '/etc',
  '/lib',
  '/lib64',
  '/root',
  '/sbin',
  '/usr',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/spool/cron',
];
/** What runtimes lay out below these for one container, and give to it. */
const givenToContainers =
  /^\/var\/lib\/(docker\/(volumes|containers)\/|kubelet\/pods\/|containers\/storage\/(volumes|overlay-containers)\/|containerd\/)/;
/** Files that runtimes write for each container: changing them changes nothing for the host. */
const harmlessFiles = /^\/etc\/(hosts|hostname|resolv\.conf|localtime|timezone)$/;

/** Why the host starts, or reads its settings from, what lies at one of its paths; nothing where it does not. */
export function executedAt(source: string): string | undefined {
  if (givenToContainers.test(source) || harmlessFiles.test(source)) return undefined;
  const held = executed.find((path) => isWithin(path, source));
  if (held) return held === source ? 'the host executes what lies there' : `holds ${held}`;
  const tree = executed.find((path) => isWithin(source, path));
  return tree && `part of ${tree}`;
}
