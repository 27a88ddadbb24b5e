import { capabilityReaders } from '@shoji/posture';
import { judgeCapabilities } from '../capability.js';
import { defineRule } from '../rule.js';

/** A process of the container can load kernel modules (CAP_SYS_MODULE). */
export const capabilitySysModule = defineRule({
  id: 'capability-sys-module',
  wall: 'capabilities',
  severity: 'critical',
  revision: 1,
  title: 'Container can load kernel modules (CAP_SYS_MODULE)',
  rationale:
    'A loaded module is code in the kernel of the host, behind every wall at once. The default seccomp profile opens the system calls together with the capability. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_MODULE, or leave out --cap-add SYS_MODULE and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  reads: {},
  // Any one set that holds it settles the verdict, so none is required.
  considers: { ...capabilityReaders },
  unsupported: 'fail',
  evaluate: (facts) => judgeCapabilities(['CAP_SYS_MODULE'], facts, 'critical'),
});
