import { capabilityRule } from '../capability.js';

/** A process of the container can load BPF programs (CAP_BPF). */
export const capabilityBpf = capabilityRule({
  id: 'capability-bpf',
  severity: 'high',
  revision: 1,
  title: 'Container can load programs into the kernel (CAP_BPF)',
  rationale:
    'A BPF program runs in the kernel and, with the capabilities that usually come with it, sees and changes what every process of the host does. The default seccomp profile opens bpf together with the capability. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop BPF, or leave out --cap-add BPF and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: [
    'CIS Docker 1.6.0 5.4',
    'PSS baseline capabilities',
    'ATT&CK T1611',
    'bpf(2)',
    'capabilities(7)',
  ],
  capability: 'CAP_BPF',
});
