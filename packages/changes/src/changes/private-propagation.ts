import { defineChange } from '../change.js';
import { alterMounts } from '../mounts.js';
import { ofContainer } from '../remedies.js';

/** What it mounts no longer appears on the host (mount_namespaces(7)). */
export const privatePropagation = defineChange({
  id: 'private-propagation',
  title: 'Keep its mounts from appearing on the host',
  walls: ['filesystem'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: '--mount type=bind,src=…,dst=…,bind-propagation=rprivate (or leave out :shared)',
    compose: 'volumes: with bind: {propagation: rprivate}',
    kubernetes: 'volumeMounts:\n  - mountPropagation: None',
    podman: '--mount type=bind,src=…,dst=…,bind-propagation=rprivate (or leave out :shared)',
    lxc: 'lxc.mount.entry = SOURCE DESTINATION none bind,rprivate 0 0',
    daemon: {
      none: 'docker: leave MountFlags=shared as the unit has it; propagation is set for each mount.',
    },
  }),
  breaks: 'Breaks if it mounts file systems for the host or for other containers, as storage plugins do.',
  verify: `! awk '{ for (i = 7; $i != "-"; i++) if ($i ~ /^shared:/) print $5 }' /proc/$PID/mountinfo | grep -q .`,
  amend: (subject) =>
    alterMounts(
      subject,
      ({ propagation }) => propagation === 'shared' || propagation === 'shared-slave',
      (mount) => ({ ...mount, propagation: mount.propagation === 'shared' ? 'private' : 'slave' }),
    ),
});
