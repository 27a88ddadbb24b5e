import { capabilityRule } from '../capability.js';

/** A process of the container can reach hardware past the kernel (CAP_SYS_RAWIO). */
export const capabilitySysRawio = capabilityRule({
  id: 'capability-sys-rawio',
  severity: 'high',
  revision: 1,
  title: 'Container can use ports and raw memory (CAP_SYS_RAWIO)',
  rationale:
    'It opens the way to I/O ports, to physical memory and to raw commands for disks, wherever a device node or the filter does not stop it: what is changed there is the host itself. The default seccomp profile opens ioperm and iopl together with the capability. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_RAWIO, or leave out --cap-add SYS_RAWIO and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capability: 'CAP_SYS_RAWIO',
});
