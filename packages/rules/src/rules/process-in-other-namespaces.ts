import { judgeDeviations } from '../deviations.js';
import { defineRule } from '../rule.js';

/** Not every process is behind the walls of the container’s init. */
export const processInOtherNamespaces = defineRule({
  id: 'process-in-other-namespaces',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'A process of the container is in other namespaces',
  rationale:
    'What holds for the container does not hold for this process: it was put into the container from outside, or has made namespaces of its own within. The latter is what sandboxes of browsers do; the former is somebody with rights on the host. Seen by comparing each process of the container with its init.',
  remediation:
    'Find the process by its executable and end it where nobody knows it. docker: exec instead of nsenter. Kubernetes: kubectl debug only while it is needed. Filter unshare and clone by seccomp where nothing in the container makes sandboxes.',
  references: ['ATT&CK T1611', 'namespaces(7)', 'setns(2)'],
  reads: { pid: (c) => c.namespaces.pid, deviations: (_, { traits }) => traits.deviations },
  unsupported: 'not-applicable',
  evaluate: ({ deviations }) => judgeDeviations(deviations, 'namespaces'),
});
