import { runtimeSocketAt } from '@shoji/posture';
import { judgeMounts } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** Through a runtime's socket a container starts others, with any wall left out. */
export const runtimeSocketReachable = defineRule({
  id: 'runtime-socket-reachable',
  wall: 'filesystem',
  severity: 'critical',
  revision: 1,
  title: 'Container reaches the socket of a container runtime',
  rationale:
    'Whoever talks to the runtime can start a container without walls, with the root of the host mounted. Mounting a directory above the socket gives it away as well, and a read-only mount does not help: connecting is not writing. A mount of /var counts one step less, for on current hosts /var/run is only a link.',
  remediation:
    'docker and compose: do not mount the socket, nor /, /run or /var/run; put a filtering proxy in front where a tool needs it. Kubernetes: no hostPath to these.',
  references: ['CIS Docker 1.6.0 5.32', 'ATT&CK T1611', 'ATT&CK T1610', 'unix(7)'],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeMounts(
      facts,
      (source) => {
        const socket = runtimeSocketAt(source);
        if (!socket) return undefined;
        const text = socket === source ? 'a runtime listens there' : `holds ${socket}`;
        return { severity: source === '/var' ? 'high' : 'critical', text };
      },
      'critical',
    ),
});
