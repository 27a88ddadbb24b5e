import { capabilityRule } from '../capability.js';

/** A process of the container can make device nodes (CAP_MKNOD). */
export const capabilityMknod = capabilityRule({
  id: 'capability-mknod',
  severity: 'low',
  revision: 1,
  title: 'Container can make device nodes (CAP_MKNOD)',
  rationale:
    'The device cgroup decides what a node opens for the container, but the node is a file of the host as well: a user of the host with the same id, or a second flaw in the device list, makes it a disk. Runtimes make the usual nodes themselves, and no ordinary program needs more. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop MKNOD. compose: the same in cap_drop. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'mknod(2)', 'capabilities(7)'],
  capability: 'CAP_MKNOD',
});
