import { usualCapabilities } from '@shoji/posture';
import { keepCapabilities } from '../capability-sets.js';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** It keeps only the capabilities that runtimes give by themselves. */
export const defaultCapabilities = defineChange({
  id: 'default-capabilities',
  title: 'Go back to the runtime’s default capabilities',
  walls: ['capabilities'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --privileged and --cap-add.',
    compose: 'Leave out privileged and cap_add.',
    kubernetes: 'securityContext:\n  privileged: false\n  capabilities: {}   # without add',
    podman: 'Leave out --privileged and --cap-add.',
    lxc: `lxc.cap.keep = ${[...usualCapabilities].map((name) => name.slice(4).toLowerCase()).join(' ')}`,
    daemon: {
      none: 'docker has no such setting. podman and CRI-O: leave out default_capabilities in containers.conf or crio.conf.',
    },
  }),
  breaks:
    'Breaks if it administers the system: mounts, traces, loads modules, changes networks or clocks. Leaving out --privileged puts every other wall back as well.',
  verify: `for set in Prm Eff Bnd; do [ $((0x$(awk "/^Cap$set:/ {print \\$2}" /proc/$PID/status) & ~0xa80425fb)) -eq 0 ] || exit 1; done`,
  amend: (subject) => keepCapabilities(subject, (capability) => usualCapabilities.has(capability)),
});
