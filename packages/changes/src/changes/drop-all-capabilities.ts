import { keepCapabilities } from '../capability-sets.js';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** It holds no capability, nor can it gain one. */
export const dropAllCapabilities = defineChange({
  id: 'drop-all-capabilities',
  title: 'Drop every capability',
  walls: ['capabilities'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: '--cap-drop ALL',
    compose: 'cap_drop: [ALL]',
    kubernetes: 'securityContext:\n  capabilities:\n    drop: [ALL]',
    podman: '--cap-drop all',
    lxc: 'lxc.cap.keep = none',
    daemon: {
      none: 'docker has no such setting. podman and CRI-O: default_capabilities = [] in containers.conf or crio.conf.',
    },
  }),
  breaks:
    'Breaks if it changes owners, switches users, listens on ports below 1024 where that takes a capability, or reads files of others. Give back with --cap-add what it needs, and no more.',
  verify: `for set in Inh Prm Eff Bnd Amb; do [ "$(awk "/^Cap$set:/ {print \\$2}" /proc/$PID/status)" = 0000000000000000 ] || exit 1; done`,
  amend: (subject) => keepCapabilities(subject, () => false),
});
