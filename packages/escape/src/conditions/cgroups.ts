import { condition, pierce, stop, unsure, type Condition } from '../path.js';

/** Version 1 of cgroups limits the container: its hierarchies have files that version 2 left out (cgroups(7)). */
export const cgroupVersion1: Condition = condition({
  wall: 'cgroups',
  reads: { mode: (_, { host }) => host.cgroupMode },
  unsupported: stop('this kernel has no cgroups'),
  answer: ({ mode }) =>
    mode === 'v2'
      ? stop('the host has only version 2 of cgroups')
      : pierce(`the host has version 1 of cgroups (${mode})`),
});

/** A cgroup file system can be written as it is. */
export const writableCgroups: Condition = condition({
  wall: 'cgroups',
  reads: { writable: (c) => c.cgroups.writable },
  unsupported: unsure('whether a cgroup file system can be written is not known'),
  answer: ({ writable }) =>
    writable
      ? pierce('a cgroup file system is mounted and can be written')
      : stop('no cgroup file system can be written'),
});
