import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';

/** The host has only version 2 of cgroups: nothing in it starts programs, and devices are no file to write (cgroups(7)). */
export const unifiedCgroups = defineChange({
  id: 'unified-cgroups',
  title: 'Boot the host with version 2 of cgroups only',
  walls: ['cgroups'],
  effort: 'high',
  revision: 1,
  remedies: ofHost('host: systemd.unified_cgroup_hierarchy=1 on the kernel’s command line, and a restart'),
  breaks:
    'Breaks if a program reads or writes files of version 1, as old Java, docker before 20.10 and old agents do.',
  verify: '[ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]',
  amend: ({ posture: { cgroups }, host: { cgroupMode } }) => {
    if (!isKnown(cgroupMode) || cgroupMode === 'v2') return null;
    return {
      host: { cgroupMode: 'v2' },
      ...(isKnown(cgroups.version) && { posture: { cgroups: { version: 2 } } }),
    };
  },
});
