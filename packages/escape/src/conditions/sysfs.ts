import { condition, pierce, stop, type Condition } from '../path.js';

/** A sysfs is mounted so that it can be written; a read-only one, as runtimes mount it, is not on the list of mounts. */
export const writableSysfs: Condition = condition({
  wall: 'filesystem',
  reads: { mounts: (c) => c.filesystem.mounts },
  unsupported: stop('there is no sysfs'),
  answer: ({ mounts }) => {
    const found = mounts.find(({ type, readonly }) => type === 'sysfs' && !readonly);
    return found
      ? pierce(`the sysfs at ${found.destination} can be written`)
      : stop('no sysfs can be written');
  },
});

/** lxcfs is mounted so that it can be written (lxcfs(1)). */
export const writableLxcfs: Condition = condition({
  wall: 'filesystem',
  reads: { mounts: (c) => c.filesystem.mounts },
  unsupported: stop('there is no lxcfs'),
  answer: ({ mounts }) => {
    const found = mounts.find(({ type, readonly }) => type === 'fuse.lxcfs' && !readonly);
    return found
      ? pierce(`lxcfs at ${found.destination} can be written`)
      : stop('lxcfs is not mounted to be written');
  },
});
