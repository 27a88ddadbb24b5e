/** Holds a posture, wall by wall, against what the kernel says of the container's init. */
import { readFileSync, statSync } from 'node:fs';
import type { Posture } from '../../packages/posture/src/index.js';
import * as kernel from './kernel.js';

/** A container as far as comparing needs it: its posture, its init, and the init of a container it shares walls with. */
export interface Witnessed {
  posture: Posture;
  pid: number;
  joined?: number | undefined;
  /** Its mounts when the posture was read: those of the host come and go. */
  mounts: kernel.MountLine[];
}

interface ToldMount {
  destination: string;
  source: string | null;
  type: string;
  readonly: boolean;
  options: string[];
  propagation: string;
  fromHost: boolean;
}

interface ToldDevice {
  type: string;
  major: number | null;
  minor: number | null;
  access: string;
}

/** Every part of a posture, each with the check that throws where it is not the kernel's. */
export const agreement: Record<string, (witnessed: Witnessed) => void> = {
  namespaces: ({ posture, pid, joined }) =>
    expect(posture.namespaces).toEqual(kernel.namespaces(pid, joined)),
  user: ({ posture, pid }) => expect(posture.user).toEqual(kernel.user(pid)),
  capabilities: ({ posture, pid }) => expect(posture.capabilities).toEqual(kernel.capabilities(pid)),
  seccomp: ({ posture, pid }) => expect(posture.seccomp).toEqual(kernel.seccomp(pid)),
  lsm: ({ posture, pid }) => expectLabels(posture.lsm, pid),
  cgroups: ({ posture, pid, mounts }) => expectCgroups(posture.cgroups, pid, mounts),
  rlimits: ({ posture, pid }) => expect(posture.rlimits).toEqual(kernel.rlimits(pid)),
  'root file system': ({ posture, mounts }) => {
    const root = mounts.findLast(({ destination }) => destination === '/');
    const chrooted = { unreadable: 'no root mount' };
    expect(posture.filesystem.root).toEqual(
      root
        ? {
            type: root.type,
            readonly: root.options.includes('ro'),
            lowerLayers: /lowerdir=([^,]*)/.exec(root.superOptions)?.[1]?.split(':').length ?? null,
          }
        : chrooted,
    );
  },
  mounts: ({ posture, pid, mounts }) => expectMounts(posture.filesystem.mounts as ToldMount[], pid, mounts),
  'kernel paths': ({ posture, pid, mounts }) => expectKernelPaths(posture.filesystem, pid, mounts),
  devices: ({ posture, pid, mounts }) => {
    const nodes = posture.filesystem.devices;
    // On a root that is no mount, any file system may lie behind /dev, and one of a user's would answer for itself.
    if (!mounts.some(({ destination }) => destination === '/' || destination === '/dev'))
      expect(nodes).toEqual({ unreadable: expect.any(String) as string });
    else expect((nodes as { path: string }[]).filter(isInDev)).toEqual(kernel.deviceNodes(pid));
  },
};

const isInDev = ({ path }: { path: string }): boolean => path.split('/').length === 3;

/** On a kernel that has no label to give, the posture must say so. */
function expectLabels(lsm: Posture['lsm'], pid: number): void {
  let label: string | undefined;
  try {
    label = readFileSync(`/proc/${pid}/attr/current`, 'utf8').replace(/ \(.*|[\n\0]+$/gs, '');
  } catch {
    const unsupported = { unsupported: expect.any(String) as string };
    expect(lsm).toEqual({ apparmor: unsupported, selinux: unsupported });
  }
  if (label !== undefined) expect(JSON.stringify(lsm)).toContain(label);
}

function expectCgroups(cgroups: Posture['cgroups'], pid: number, mounts: kernel.MountLine[]): void {
  const { devices, ...limits } = kernel.cgroupV1(pid);
  const writable = mounts.some(({ type, options }) => /^cgroup2?$/.test(type) && options.includes('rw'));
  expect(cgroups).toMatchObject({ ...limits, writable });
  const rules = (cgroups.devices as ToldDevice[]).map(
    ({ type, major, minor, access }) => `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`,
  );
  expect(rules.sort()).toEqual(devices);
}

const anonymous = (path: string): string => path.replace(/[0-9a-f]{64}/g, '<id>');

/** File systems that the kernel makes for every container, and what is laid over their files. */
const kernelMade = (destination: string, type: string): boolean =>
  /^\/(proc|sys|dev)(\/|$)/.test(destination) &&
  /^(proc|sysfs|devpts|mqueue|cgroup2?|(dev)?tmpfs)$/.test(type);

function expectMounts(told: ToldMount[], pid: number, mounts: kernel.MountLine[]): void {
  const lines = mounts.map((line) => ({ ...line, destination: anonymous(line.destination) }));
  const matches = (mount: ToldMount, line: kernel.MountLine): boolean =>
    line.destination === mount.destination &&
    line.type === mount.type &&
    line.propagation === mount.propagation &&
    line.options.includes('ro') === mount.readonly &&
    mount.options.every((option) => line.options.includes(option));
  expect(told.filter((mount) => !lines.some((line) => matches(mount, line)))).toEqual([]);

  // Below a tree of the host are mounts of other containers, which come and go.
  const trees = [...told.filter(({ fromHost }) => fromHost), ...lines.filter(isHostRoot)];
  const isOfOthers = ({ destination, type }: kernel.MountLine): boolean =>
    (type === 'nsfs' || destination.includes('<id>')) &&
    trees.some((tree) => destination.startsWith(`${tree.destination.replace(/\/$/, '')}/`));
  const untold = lines.filter((line) => !told.some((mount) => matches(mount, line)));
  const missing = untold.filter(
    (line) => line.destination !== '/' && !kernelMade(line.destination, line.type) && !isOfOthers(line),
  );
  expect(missing).toEqual([]);

  for (const { destination, source } of told) {
    if (source === null || source.includes('<id>') || isHidden(destination, lines)) continue;
    const [inside, outside] = [`/proc/${pid}/root${destination}`, source].map(fileAt);
    expect([destination, source, inside]).toEqual([destination, source, outside]);
  }
}

const fileAt = (path: string): string => {
  const { dev, ino } = statSync(path);
  return `${dev}:${ino}`;
};

const isHostRoot = ({ destination, device, root }: kernel.MountLine): boolean => {
  const host = kernel.mounts(1).find((line) => line.destination === '/');
  return destination === '/' && device === host?.device && root === host.root;
};

/** Whether a later mount lies over this place or over a directory above it. */
function isHidden(destination: string, lines: kernel.MountLine[]): boolean {
  const at = lines.findLastIndex((line) => line.destination === destination);
  return lines
    .slice(at + 1)
    .some((line) => destination.startsWith(`${line.destination.replace(/\/$/, '')}/`));
}

const usuallyMasked = [
  '/proc/keys',
  '/proc/timer_list',
  '/proc/acpi',
  '/proc/kcore',
  '/proc/scsi',
  '/proc/interrupts',
  '/sys/firmware',
];
const usuallyReadonly = ['/proc/sys', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/sysrq-trigger'];

function expectKernelPaths(filesystem: Posture['filesystem'], pid: number, mounts: kernel.MountLine[]): void {
  const told = {
    masked: filesystem.maskedPaths as string[],
    readonly: filesystem.readonlyPaths as string[],
    exposed: filesystem.exposedPaths as string[],
  };
  /** What others mask can be read below a read-only tree, and so is exposed. */
  const stateOf = (path: string) => {
    const state = kernel.pathState(pid, path, mounts);
    return state === 'readonly' && usuallyMasked.includes(path) ? 'exposed' : state;
  };
  const stateAs = {
    masked: stateOf,
    exposed: stateOf,
    readonly: (path: string) => kernel.pathState(pid, path, mounts),
  };
  for (const state of ['masked', 'readonly', 'exposed'] as const)
    for (const path of told[state]) expect([path, stateAs[state](path)]).toEqual([path, state]);
  for (const path of [...usuallyMasked, ...usuallyReadonly]) {
    const state = stateOf(path);
    if (state !== 'absent') expect([path, told[state]]).toEqual([path, expect.arrayContaining([path])]);
  }
}
