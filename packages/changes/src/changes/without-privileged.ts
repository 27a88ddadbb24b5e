import { classicCapabilities, isKnown } from '@shoji/posture';
import { combineChanges } from '../change.js';
import { ofContainer } from '../remedies.js';
import { coverKernelPaths } from './cover-kernel-paths.js';
import { defaultAppArmor } from './default-apparmor.js';
import { defaultCapabilities } from './default-capabilities.js';
import { defaultSeccomp } from './default-seccomp.js';
import { readOnlyCgroups } from './read-only-cgroups.js';
import { readOnlySysfs } from './read-only-sysfs.js';
import { removeDevices } from './remove-devices.js';

/** One flag gives it every capability and device and takes every filter away: without it all walls of the default stand. */
export const withoutPrivileged = combineChanges(
  [
    defaultCapabilities,
    defaultSeccomp,
    defaultAppArmor,
    removeDevices,
    coverKernelPaths,
    readOnlySysfs,
    readOnlyCgroups,
  ],
  {
    id: 'without-privileged',
    title: 'Start it without --privileged',
    walls: ['capabilities', 'seccomp', 'lsm', 'cgroups', 'filesystem'],
    effort: 'low',
    revision: 2,
    remedies: ofContainer({
      docker: 'Leave out --privileged. Give back one by one what it needs: --cap-add, --device.',
      compose: 'Leave out privileged: true. Give back one by one what it needs: cap_add, devices.',
      kubernetes: 'securityContext:\n  privileged: false',
      podman: 'Leave out --privileged. Give back one by one what it needs: --cap-add, --device.',
      lxc: {
        none: 'LXC has no such flag: it is what lxc.cap, lxc.cgroup2.devices and lxc.apparmor say together.',
      },
    }),
    breaks:
      'Breaks if it administers the host: mounts, traces, loads modules, drives hardware or runs containers inside.',
    verify: `grep -q '^Seccomp:[[:space:]]*2$' /proc/$PID/status && [ $((0x$(awk '/^CapBnd:/ {print $2}' /proc/$PID/status) & ~0xa80425fb)) -eq 0 ]`,
    isMeant: ({ posture: { capabilities, seccomp }, traits: { runtime } }) =>
      ['docker', 'podman', 'containerd', 'cri-o'].includes(runtime) &&
      seccomp.mode === 'disabled' &&
      isKnown(capabilities.bounding) &&
      isSubset(classicCapabilities, capabilities.bounding),
  },
);

const isSubset = (some: readonly string[], all: readonly string[]): boolean =>
  some.every((item) => all.includes(item));
