import { capabilityReaders, isKnown } from '@shoji/posture';
import { judgeCapabilities } from '../capability.js';
import { defineRule } from '../rule.js';

/** A process of the container can trace any process it can see (CAP_SYS_PTRACE). */
export const capabilitySysPtrace = defineRule({
  id: 'capability-sys-ptrace',
  wall: 'capabilities',
  severity: 'high',
  revision: 1,
  title: 'Container can trace any process it can see (CAP_SYS_PTRACE)',
  rationale:
    'It reads and writes the memory of every visible process. With the host PID namespace those are the processes of the host; without it the capability reaches the container alone, but also passes the seccomp filter by tracing, and weighs less. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_PTRACE, or leave out --cap-add SYS_PTRACE and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capabilities: ['CAP_SYS_PTRACE'],
  reads: {},
  // Any one set that holds it settles the verdict, so none is required.
  considers: { ...capabilityReaders, pid: (c) => c.namespaces.pid },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeCapabilities(
      ['CAP_SYS_PTRACE'],
      facts,
      isKnown(facts.pid) && facts.pid !== 'host' ? 'medium' : 'high',
    ),
});
