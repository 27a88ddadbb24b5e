import { capabilityRule } from '../capability.js';

/** A process of the container can reboot or load a kernel (CAP_SYS_BOOT). */
export const capabilitySysBoot = capabilityRule({
  id: 'capability-sys-boot',
  severity: 'medium',
  revision: 1,
  title: 'Container can restart the host (CAP_SYS_BOOT)',
  rationale:
    'In a PID namespace of its own reboot ends only the container, but kexec replaces the kernel of the whole host. The default seccomp profile opens both together with the capability. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_BOOT, or leave out --cap-add SYS_BOOT and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'capabilities(7)'],
  capability: 'CAP_SYS_BOOT',
});
