import { capabilityRule } from '../capability.js';

/** A process of the container can administer the system (CAP_SYS_ADMIN). */
export const capabilitySysAdmin = capabilityRule({
  id: 'capability-sys-admin',
  severity: 'critical',
  revision: 1,
  title: 'Container can administer the system (CAP_SYS_ADMIN)',
  rationale:
    'It allows mounting file systems, entering namespaces, and hundreds of checks besides: with cgroup v1 or a writable /proc/sys it is a way to run programs on the host. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_ADMIN, or leave out --cap-add SYS_ADMIN and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capability: 'CAP_SYS_ADMIN',
});
