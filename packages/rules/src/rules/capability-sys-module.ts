import { capabilityRule } from '../capability.js';

/** A process of the container can load kernel modules (CAP_SYS_MODULE). */
export const capabilitySysModule = capabilityRule({
  id: 'capability-sys-module',
  severity: 'critical',
  revision: 1,
  title: 'Container can load kernel modules (CAP_SYS_MODULE)',
  rationale:
    'A loaded module is code in the kernel of the host, behind every wall at once. The default seccomp profile opens the system calls together with the capability. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_MODULE, or leave out --cap-add SYS_MODULE and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capability: 'CAP_SYS_MODULE',
});
