import type { Mount } from '@shoji/posture';
import { defineChange } from '../change.js';
import { alterMounts } from '../mounts.js';
import { none, ofContainer } from '../remedies.js';

/** It can no longer change its limits, nor what version 1 of cgroups starts on the host (cgroups(7)). */
export const readOnlyCgroups = defineChange({
  id: 'read-only-cgroups',
  title: 'Mount its cgroups read-only',
  walls: ['cgroups'],
  effort: 'medium',
  revision: 2,
  remedies: ofContainer({
    docker: 'Leave out --privileged, --security-opt writable-cgroups=true and --volume /sys/fs/cgroup:….',
    compose: 'Leave out privileged, and /sys/fs/cgroup under volumes.',
    kubernetes: 'securityContext:\n  privileged: false   # and no hostPath /sys/fs/cgroup without readOnly',
    podman: '--systemd false, without --privileged and --volume /sys/fs/cgroup:…',
    lxc: 'lxc.mount.auto = cgroup:ro',
    daemon: none('No daemon mounts them writable by default.'),
  }),
  breaks: 'Breaks if it runs systemd or containers inside.',
  verify: `! awk '{ for (i = 7; $i != "-"; i++); if ($(i + 1) ~ /^cgroup2?$/ && $6 ~ /(^|,)rw(,|$)/) print }' /proc/$PID/mountinfo | grep -q .`,
  // A read-only one is not on the list of mounts: every container has it.
  amend: (subject) => {
    if (subject.posture.cgroups.writable !== true) return null;
    const isWritable = ({ type, readonly }: Mount) => /^cgroup2?$/.test(type) && !readonly;
    const mounts = alterMounts(subject, isWritable, () => null);
    return { posture: { ...mounts?.posture, cgroups: { writable: false } } };
  },
});
