import { isKnown, unreadable, type Fact } from '@shoji/posture';
import { parseStatus } from '@shoji/procfs';
import { reasonOf, type Files, type Roots } from '../../read/files.js';
import { isForeign, type NamespaceIds } from '../../read/namespaces.js';
import type { Process } from '../../read/processes.js';
import type { Program } from './packages.js';

/** A runtime's process that serves the whole host. */
export interface Daemon extends Program {
  runtime: string;
  /** Names the process for good. */
  key: string;
  pid: number;
  args: Fact<string[]>;
  /** Its executable on the host; unreadable also where the file was replaced since it started. */
  path: Fact<string>;
  /** Whether the files of the host are the ones it reads, and root's: else why its configuration cannot be told. */
  readsHostFiles: Fact<true>;
}

/** Daemons by the name of their process. */
const daemons: Record<string, { runtime: string; packages: readonly string[] }> = {
  dockerd: {
    runtime: 'docker',
    packages: ['docker.io', 'docker-ce', 'moby-engine', 'docker-engine', 'docker'],
  },
  containerd: { runtime: 'containerd', packages: ['containerd', 'containerd.io', 'moby-containerd'] },
  crio: { runtime: 'cri-o', packages: ['cri-o'] },
  incusd: { runtime: 'incus', packages: ['incus', 'incus-base'] },
  lxd: { runtime: 'lxd', packages: ['lxd'] },
  systemd: { runtime: 'systemd', packages: ['systemd'] },
};

/** Daemons among the processes: those of the host, not what runs inside a container under the same name. */
export function findDaemons(
  files: Files,
  { procfs }: Roots,
  processes: readonly Process[],
  host: NamespaceIds,
): Daemon[] {
  const candidates = processes.filter(({ comm }) => Object.hasOwn(daemons, comm));
  return candidates.flatMap((process): Daemon[] => {
    const { pid, startTime, comm, namespaces } = process;
    const known = daemons[comm];
    if (known === undefined || (comm === 'systemd' && pid !== 1)) return [];
    if (process.cgroups.claim !== null || isForeign(namespaces, host, 'pid')) return [];
    const attempt = <T>(read: () => T): Fact<T> => {
      try {
        return read();
      } catch (error) {
        return unreadable(reasonOf(error));
      }
    };
    return [
      {
        ...known,
        file: comm,
        key: `${pid}:${startTime}`,
        pid,
        args: attempt(() => files.readText(`${procfs}/${pid}/cmdline`).split('\0').slice(0, -1)),
        path: executable(attempt(() => files.readLink(`${procfs}/${pid}/exe`))),
        readsHostFiles: attempt(() => readsHostFiles(files, `${procfs}/${pid}`, namespaces, host)),
      },
    ];
  });
}

/** The kernel marks a file whose name was taken away since (proc_pid_exe(5)): an upgrade does that. */
const executable = (link: Fact<string>): Fact<string> =>
  isKnown(link) && link.endsWith(' (deleted)')
    ? unreadable('its program was replaced since it started')
    : link;

function readsHostFiles(files: Files, directory: string, own: NamespaceIds, host: NamespaceIds): Fact<true> {
  const uid = parseStatus(files.readText(`${directory}/status`)).Uid[1];
  // A user's daemon could lead the collector, by its arguments, to files that the user may not read.
  if (uid !== 0) return unreadable(`it belongs to user ${uid}`);
  if (!isKnown(own.mount)) return own.mount;
  if (!isKnown(host.mount)) return host.mount;
  return own.mount === host.mount ? true : unreadable('it has a mount namespace of its own');
}
