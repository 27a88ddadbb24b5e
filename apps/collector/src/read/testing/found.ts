import type { Instance } from '@shoji/posture';
import { createHostReader, type HostReader } from '../snapshot.js';
import { dockerHost, runProcess, type Told } from './dockerHost.js';
import { fakeFiles, type FakeHost } from './fakeFiles.js';

/** A reader of a fake host that never gets an answer from docker's socket. */
export const readerOf = (host: FakeHost): HostReader =>
  createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
    files: fakeFiles(host),
    inspect: () => Promise.resolve(null),
  });

/** The docker host with more processes, by pid, and more texts and links on it. */
export function hostWith(processes: Record<number, Told>, more: Partial<FakeHost> = {}): FakeHost {
  const host = dockerHost();
  Object.assign(host.texts, more.texts);
  host.links = { ...host.links, ...more.links, '/proc/1/root': '/', '/proc/60/root': '/' };
  for (const [pid, told] of Object.entries(processes)) runProcess(host, Number(pid), told);
  return host;
}

/** Reads that host: what is found on it, by the pid of init; docker's own container has 60. */
export async function found(
  processes: Record<number, Told>,
  more: Partial<FakeHost> = {},
): Promise<Map<number, Instance>> {
  const { containers } = await readerOf(hostWith(processes, more)).read(new Date(0));
  return new Map(containers.map(({ instance }) => [instance.pid, instance]));
}

/** Namespaces that make a container of a process, with inodes from `n` on. */
export const own = (n: number): Record<string, number> => ({ pid: n, mnt: n + 1, net: n + 2 });

/** `/proc/PID/mountinfo` of a process with another root than the host. */
export const overlayRoot = '1 0 0:99 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w\n';

/** A container id that is not the docker host's own container's. */
export const other = 'f'.repeat(64);
