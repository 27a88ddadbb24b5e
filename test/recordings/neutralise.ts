/** Takes out of a recording of the recorder's kind what is not the lab's: other processes, cgroups, mounts, and names of the machine. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MountLine } from '../lab/kernel.js';

/** Names that stand for the machine's own. */
export const neutral = {
  hostname: 'debian-12-hybrid',
  machineId: '00112233445566778899aabbccddeeff',
  bootId: '00000000-1111-4222-8333-444444444444',
};

/** Where every Debian has mounts; below `/run/netns` lie named network namespaces. */
const usualMounts =
  /^\/(?:|proc|dev(?:\/(?:shm|pts|mqueue|hugepages))?|run(?:\/lock|\/netns(?:\/lab)?)?|sys(?:\/kernel\/.*|\/fs\/.*)?)$/;

/** Whether a mount of a process that sees the host's root may stay: it is the lab's, or every host has it. */
export const staysMounted =
  (laboratory: string) =>
  ({ destination }: Pick<MountLine, 'destination'>): boolean =>
    usualMounts.test(destination) || destination.startsWith(`${laboratory}/`);

/** Paths that tell nothing of whose machine it is, unless they are among the second ones. */
const ofEveryHost = /^\/(?:proc|sys|etc|usr|run|lib|dev)(?:\/|$)/;
const ofThisMachine = /^\/(?:etc\/(?:passwd|group|subuid|subgid)$|sys\/class\/dmi\/|sys\/hypervisor\/)/;
const cgroupFile =
  /^(?:tasks|notify_on_release|release_agent|(?:cgroup|cpu|cpuacct|cpuset|memory|blkio|devices|freezer|pids|io)\..*)$/;

type Entries = Record<string, unknown>;

/** Cleans the recording in place; `inits` are the lab's containers, `maker` the process that started them. */
export function neutralise(recording: string, laboratory: string, inits: number[], maker: number): void {
  const fs = (path: string): string => join(recording, 'fs', path);
  const read = (path: string): string => readFileSync(fs(path), 'utf8');
  const edit = (path: string, change: (text: string) => string): void => {
    if (existsSync(fs(path))) writeFileSync(fs(path), change(read(path)));
  };
  const parents = parentsIn(fs('proc'));
  const kept = keptOf(parents, inits, maker);
  const cgroups = new Set(['']);

  for (const pid of parents.keys()) {
    const at = `proc/${pid}`;
    if (!kept.has(pid)) {
      rmSync(fs(at), { recursive: true });
      continue;
    }
    if (!kept.has(parents.get(pid) ?? 0)) {
      edit(`${at}/stat`, (text) => text.replace(/(\) \S) \d+/, '$1 1'));
      edit(`${at}/status`, (text) => text.replace(/^PPid:\t\d+/m, 'PPid:\t1'));
    }
    if (pid > 2)
      for (const [, path = ''] of read(`${at}/cgroup`).matchAll(/^\d+:[^:]*:(.*)$/gm))
        path.split('/').forEach((_, depth, names) => cgroups.add(names.slice(0, depth + 1).join('/')));
  }
  // Whatever runs as the first process here is no matter of the lab.
  edit('proc/1/stat', (text) => text.replace(/\(.*\)/, '(init)').replace(/(\) \S) \d+/, '$1 0'));
  edit('proc/1/status', (text) =>
    text.replace(/^Name:.*/, 'Name:\tinit').replace(/^PPid:\t\d+/m, 'PPid:\t0'),
  );
  edit('proc/1/cmdline', () => '/sbin/init\0');
  edit('proc/1/comm', () => 'init\n');
  edit('proc/1/cgroup', (text) => text.replace(/^(\d+:[^:]*:).*$/gm, '$1/'));
  edit('proc/1/cpuset', () => '/\n');
  edit('proc/2/stat', (text) => text.replace(/(\) \S) \d+/, '$1 0'));

  const stays = staysMounted(laboratory);
  const root = /^\d+ \d+ (\S+ \S+) \/ /m.exec(read('proc/1/mountinfo'))?.[1];
  for (const pid of [...kept, 'self'])
    edit(`proc/${pid}/mountinfo`, (text) =>
      !text.includes(` ${root} / `)
        ? text
        : text.replace(/^(?:\S+ ){4}(\S+).*\n/gm, (line, destination: string) =>
            stays({ destination }) ? line : '',
          ),
    );

  const isOfLab = (path: string): boolean => {
    const pid = /^\/proc\/(\d+)/.exec(path)?.[1];
    if (pid !== undefined) return kept.has(Number(pid));
    return path.startsWith(`${laboratory}/`) || (ofEveryHost.test(path) && !ofThisMachine.test(path));
  };
  const isKeptDirectory = (path: string): boolean =>
    isOfLab(path) && cgroups.has(/^\/sys\/fs\/cgroup\/[^/]+(.*)$/.exec(path)?.[1] ?? '');
  const isKept = (path: string): boolean =>
    isOfLab(path) && cgroups.has(/^\/sys\/fs\/cgroup\/[^/]+(.*)\/[^/]+$/.exec(path)?.[1] ?? '');
  removeBelow(recording, isKept);
  for (const path of filesBelow(fs('sys/fs/cgroup')))
    if (/\/(cgroup\.(procs|threads)|tasks)$/.test(path))
      writeFileSync(
        path,
        lines(readFileSync(path, 'utf8'))
          .filter((pid) => kept.has(Number(pid)))
          .map((pid) => `${pid}\n`)
          .join(''),
      );

  const filter = (name: string, change: (entries: [string, unknown][]) => [string, unknown][]): void => {
    const entries = JSON.parse(readFileSync(join(recording, name), 'utf8')) as Entries;
    const rows = change(Object.entries(entries)).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    writeFileSync(join(recording, name), `{\n${rows.join(',\n')}\n}\n`);
  };
  const ofKept = ([key]: [string, unknown]): boolean => isKept(key.replace(/^stat:/, ''));
  const first: Entries = { '/proc/1/cwd': '/', '/proc/1/exe': '/usr/sbin/init' };
  filter('links.json', (entries) => entries.filter(ofKept).map(([key, value]) => [key, first[key] ?? value]));
  filter('errors.json', (entries) => entries.filter(ofKept));
  filter('dev.json', (entries) => entries.filter(([pid]) => kept.has(Number(pid))));
  filter('dirs.json', (entries) =>
    entries
      .filter(([directory]) => isKeptDirectory(directory))
      .map(([directory, names]) => [
        directory,
        (names as string[]).filter((name) => {
          if (directory === '/run/netns') return name === 'lab';
          if (directory.startsWith('/sys/fs/cgroup/'))
            return cgroupFile.test(name) || isKeptDirectory(`${directory}/${name}`);
          return isOfLab(`${directory}/${name}`);
        }),
      ]),
  );
  edit('proc/sys/kernel/hostname', () => `${neutral.hostname}\n`);
  edit('etc/hostname', () => `${neutral.hostname}\n`);
  edit('etc/machine-id', () => `${neutral.machineId}\n`);
  edit('proc/sys/kernel/random/boot_id', () => `${neutral.bootId}\n`);
  // Who built the kernel, and which of their builds it is.
  edit('proc/version', (text) => text.replace(/^(Linux version [\d.]+)\S* \([^)]*\)/, '$1'));
  edit('proc/sys/kernel/osrelease', (text) => text.replace(/^([\d.]+).*/, '$1'));
  filter('docker/versions.json', (entries) =>
    entries
      .filter(([socket]) => socket.startsWith(`${laboratory}/`))
      .map(([socket, version]) => [
        socket,
        JSON.parse(JSON.stringify(version).replace(/("KernelVersion":"[\d.]+)[^"]*/g, '$1')) as unknown,
      ]),
  );
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

function parentsIn(proc: string): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync(proc).filter((entry) => /^\d+$/.test(entry))) {
    const stat = existsSync(join(proc, name, 'stat')) ? readFileSync(join(proc, name, 'stat'), 'utf8') : '';
    parents.set(Number(name), Number(/\) \S (\d+)/.exec(stat)?.[1] ?? 0));
  }
  return parents;
}

/** The first process, kthreadd, the containers, what started them short of the maker, and all that those started. */
function keptOf(parents: Map<number, number>, inits: number[], maker: number): Set<number> {
  const outside = new Set([0, 1, 2]);
  for (let pid = maker; !outside.has(pid); pid = parents.get(pid) ?? 0) outside.add(pid);
  const kept = new Set<number>();
  for (const init of inits)
    for (let pid = init; !outside.has(pid); pid = parents.get(pid) ?? 0) kept.add(pid);
  const descends = (pid: number): boolean =>
    kept.has(pid) || (!outside.has(pid) && descends(parents.get(pid) ?? 0));
  for (const pid of parents.keys()) if (descends(pid)) kept.add(pid);
  return kept.add(1).add(2);
}

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

function removeBelow(recording: string, isKept: (path: string) => boolean): void {
  for (const file of filesBelow(join(recording, 'fs')))
    if (!isKept(file.slice(join(recording, 'fs').length))) rmSync(file);
}
