import {
  classicCapabilities,
  isKnown,
  isUnreadable,
  namespaceTypes,
  type Fact,
  type Posture,
} from '@shoji/posture';
import { bind } from '../../../posture/src/testing/posture.js';

/** A change of a posture that makes some wall weaker and none stronger. */
export interface Opening {
  name: string;
  open: (posture: Posture) => void;
}

/** The posture with a wall opened. What nobody could read stays unread: an opening changes a wall, not what is known of it. */
export function opened(document: Posture, { open }: Opening): Posture {
  const after = structuredClone(document);
  open(after);
  return keepUnread(document, after) as Posture;
}

function keepUnread(before: unknown, after: unknown): unknown {
  if (isUnreadable(before)) return before;
  if (Array.isArray(after) || typeof after !== 'object' || after === null) return after;
  const old = (typeof before === 'object' ? before : null) as Record<string, unknown> | null;
  return Object.fromEntries(
    Object.entries(after as Record<string, unknown>).map(([key, value]) => [
      key,
      keepUnread(old?.[key], value),
    ]),
  );
}

const add = (set: Fact<string[]>, capability: string): Fact<string[]> =>
  isKnown(set) ? [...new Set([...set, capability])].sort() : set;

/** One opening for each wall fact that a rule looks at. */
export const openings: readonly Opening[] = [
  ...namespaceTypes.map((type) => ({
    name: `namespaces.${type} becomes the host's`,
    open: ({ namespaces }: Posture) => void (namespaces[type] = 'host'),
  })),
  ...classicCapabilities.flatMap((capability) => [
    {
      name: `${capability} is given`,
      open: ({ capabilities: c }: Posture) => {
        for (const set of ['effective', 'permitted', 'bounding'] as const) c[set] = add(c[set], capability);
      },
    },
    {
      name: `${capability} becomes gainable`,
      open: ({ capabilities: c }: Posture) => void (c.bounding = add(c.bounding, capability)),
    },
  ]),
  {
    name: 'every capability is given',
    open: ({ capabilities: c }) => {
      for (const set of ['effective', 'permitted', 'bounding'] as const)
        c[set] = [...classicCapabilities].sort();
    },
  },
  { name: 'no_new_privs is taken off', open: ({ user }) => void (user.noNewPrivileges = false) },
  { name: 'it becomes root of the host', open: ({ user }) => void (user.hostUid = 0) },
  {
    name: 'the root of the host is mapped in',
    open: ({ user }) => void (user.uidMappings = [{ containerId: 0, hostId: 0, size: 4294967295 }]),
  },
  { name: 'seccomp is turned off', open: ({ seccomp }) => void (seccomp.mode = 'disabled') },
  {
    name: 'no security module confines it',
    // What the kernel has no module for stays so: it is the container's profile that goes.
    open: ({ lsm }) => {
      if (isKnown(lsm.apparmor)) lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
      if (isKnown(lsm.selinux)) lsm.selinux = { ...lsm.selinux, type: 'spc_t' };
    },
  },
  { name: 'the memory limit is taken off', open: ({ cgroups }) => void (cgroups.memory.limit = null) },
  { name: 'the pids limit is taken off', open: ({ cgroups }) => void (cgroups.pids.limit = null) },
  {
    name: 'the root becomes writable',
    open: ({ filesystem: f }) => void (f.root = { type: 'overlay', readonly: false, lowerLayers: 1 }),
  },
  ...['/', '/run', '/var', '/etc', '/etc/hosts', '/run/docker.sock', '/srv/data'].flatMap((source) =>
    [true, false].map((readonly) => ({
      name: `${source} is mounted ${readonly ? 'read-only' : 'writable'}`,
      open: ({ filesystem: f }: Posture) => {
        if (isKnown(f.mounts)) f.mounts = [...f.mounts, bind(source, { readonly })];
      },
    })),
  ),
  {
    name: '/proc/sys is uncovered',
    open: ({ filesystem: f }) => {
      if (isKnown(f.exposedPaths)) f.exposedPaths = [...new Set([...f.exposedPaths, '/proc/sys'])].sort();
    },
  },
  { name: 'cgroups become writable', open: ({ cgroups }) => void (cgroups.writable = true) },
  {
    name: 'every device is allowed',
    open: ({ cgroups }) => void (cgroups.devices = [{ type: 'a', major: null, minor: null, access: 'rwm' }]),
  },
  {
    name: 'a disk appears below /dev',
    open: ({ filesystem: f }) => {
      if (isKnown(f.devices))
        f.devices = [...f.devices, { path: '/dev/vda', type: 'b', major: 254, minor: 0 }];
    },
  },
  {
    name: 'every mount is shared with the host',
    open: ({ filesystem: f }) => {
      if (isKnown(f.mounts)) f.mounts = f.mounts.map((mount) => ({ ...mount, propagation: 'shared' }));
    },
  },
  {
    name: 'every mount becomes writable',
    open: ({ filesystem: f }) => {
      if (isKnown(f.mounts)) f.mounts = f.mounts.map((mount) => ({ ...mount, readonly: false }));
    },
  },
];
