import { defineRule, fail, pass } from '../rule.js';

/** A container in the host IPC namespace reaches the host's shared memory, semaphores and message queues. */
export const hostIpcNamespace = defineRule({
  id: 'host-ipc-namespace',
  wall: 'namespaces',
  severity: 'medium',
  revision: 1,
  title: 'Container shares the host IPC namespace',
  rationale:
    'System V shared memory, semaphores and message queues of host processes can be listed, and read or written where their permissions allow the same user. Databases keep their buffers there.',
  remediation:
    'docker: leave out --ipc=host. compose: remove ipc: host. Kubernetes: hostIPC: false. Containers that must share memory can share one IPC namespace of their own.',
  references: ['CIS Docker 1.6.0 5.17', 'ATT&CK T1611', 'ipc_namespaces(7)'],
  reads: { ipc: (c) => c.namespaces.ipc },
  unsupported: 'fail',
  evaluate: ({ ipc }) => (ipc === 'host' ? fail("the IPC namespace is the host's") : pass),
});
