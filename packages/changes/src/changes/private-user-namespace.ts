import { defineChange } from '../change.js';
import { hasRootOfHost, mappedAway } from '../mapped-root.js';

/** Root inside becomes nobody outside, and its capabilities count for nothing on the host (user_namespaces(7)). */
export const privateUserNamespace = defineChange({
  id: 'private-user-namespace',
  title: 'Map its root to nobody on the host',
  walls: ['user', 'namespaces', 'capabilities'],
  effort: 'high',
  revision: 1,
  remedies: {
    docker: {
      none: 'docker maps the ids of all containers of a daemon: see daemon. Leave out --userns host.',
    },
    compose: {
      none: 'docker maps the ids of all containers of a daemon: see daemon. Leave out userns_mode: host.',
    },
    kubernetes: 'spec:\n  hostUsers: false',
    podman: '--userns auto',
    lxc: 'lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536',
    daemon:
      'docker: {"userns-remap": "default"} in daemon.json, and a restart; images are kept apart from then on. podman: userns = "auto" in containers.conf.',
  },
  breaks:
    'Breaks if it owns files of the host that are mounted, shares the PID, network or IPC namespace of the host, makes device nodes or mounts file systems.',
  verify: `awk '$2 == 0 && $3 > 0 { bad = 1 } END { exit bad }' /proc/$PID/uid_map`,
  amend: ({ posture }) =>
    hasRootOfHost(posture) ? { posture: { namespaces: { user: 'own' }, user: mappedAway(posture) } } : null,
});
