import { inspectThrough, versionThrough } from '../runtimes/dockerSocket.js';
import type { Files, Roots } from './files.js';
import { createHostFiles } from './hostFiles.js';
import { HostReading } from './hostReading.js';
import type { Snapshot } from './hostSnapshot.js';
import type { Notice } from './watch.js';

export type { Roots } from './files.js';
export type { ReadContainer, Snapshot } from './hostSnapshot.js';
export type { Notice } from './watch.js';
export { ReadError } from './readError.js';

/** Reads one host again and again; keeps what cannot change under a living process. */
export interface HostReader {
  /** @throws {ReadError} only where the proc root itself is no procfs (`no-procfs`); all else shows as facts. */
  read(now: Date): Promise<Snapshot>;
  /**
   * Calls back at once with every cgroup whose coming or going the kernel announces, and when one is written to. While
   * it listens, a reading leaves out what only such a write, or a process that ran, would have changed (docs/adr/0012).
   */
  watch(notice: (notice: Notice) => void): { close(): void };
}

export interface HostReaderOptions {
  roots: Roots;
  collectorVersion: string;
  /** How the host is touched; the default reads the real one. */
  files?: Files;
  /** Asks docker about a container that its files do not name; the default uses docker's socket. */
  inspect?: (id: string) => Promise<unknown>;
  /** Asks a docker daemon for its versions; the default uses its socket. */
  askVersion?: (socketPath: string) => Promise<unknown>;
}

const nobody = () => Promise.resolve(null);
const inspectAt = (socket: string) => (id: string) => inspectThrough(socket.replace('//', '/'), id);

/** Makes the reader of the host below the given roots. Opens nothing before the first `read`. */
export function createHostReader(options: HostReaderOptions): HostReader {
  const { roots, collectorVersion } = options;
  const askVersion = options.askVersion ?? (options.files ? undefined : versionThrough);
  const reading = new HostReading({
    roots,
    collectorVersion,
    files: options.files ?? createHostFiles(roots.procfs),
    // Files of another host come without its sockets: this machine's own would answer for it.
    inspect: options.inspect ?? (options.files ? nobody : inspectAt(`${roots.rootfs}/run/docker.sock`)),
    ...(askVersion && { askVersion }),
  });
  return {
    read: (now) => reading.read(now),
    watch: (notice) => reading.listen(notice),
  };
}
