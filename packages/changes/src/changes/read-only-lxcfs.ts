import { defineChange } from '../change.js';
import { alterMounts } from '../mounts.js';
import { ofContainer } from '../remedies.js';

/** It can no longer change cgroups of the host through lxcfs (lxcfs(1)). */
export const readOnlyLxcfs = defineChange({
  id: 'read-only-lxcfs',
  title: 'Mount lxcfs read-only',
  walls: ['filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: '--volume /var/lib/lxcfs/proc/meminfo:/proc/meminfo:ro, file by file',
    compose: 'volumes: [/var/lib/lxcfs/proc/meminfo:/proc/meminfo:ro], file by file',
    kubernetes: 'volumeMounts:\n  - readOnly: true',
    podman: '--volume /var/lib/lxcfs/proc/meminfo:/proc/meminfo:ro, file by file',
    lxc: 'lxc.mount.entry = /var/lib/lxcfs var/lib/lxcfs none bind,ro,create=dir 0 0',
  }),
  breaks: 'Breaks if it sets limits for its own processes through lxcfs.',
  verify: `! awk '{ for (i = 7; $i != "-"; i++); if ($(i + 1) == "fuse.lxcfs" && $6 ~ /(^|,)rw(,|$)/) print }' /proc/$PID/mountinfo | grep -q .`,
  amend: (subject) =>
    alterMounts(
      subject,
      ({ type, readonly }) => type === 'fuse.lxcfs' && !readonly,
      (mount) => ({ ...mount, readonly: true }),
    ),
});
