import { defineRule, fail, pass } from '../rule.js';

/** A container in the host PID namespace sees and can signal host processes. */
export const hostPidNamespace = defineRule({
  id: 'host-pid-namespace',
  wall: 'namespaces',
  severity: 'high',
  revision: 1,
  title: 'Container shares the host PID namespace',
  rationale:
    'Every process of the host is visible through /proc, with its arguments and, for the same user, its environment and open files; root can signal and, with CAP_SYS_PTRACE, take over any of them.',
  remediation:
    'docker: leave out --pid=host. compose: remove pid: host. Kubernetes: hostPID: false. Share with one container instead where tracing is the purpose.',
  references: ['CIS Docker 1.6.0 5.16', 'ATT&CK T1611', 'pid_namespaces(7)'],
  reads: { pid: (c) => c.namespaces.pid },
  unsupported: 'fail',
  evaluate: ({ pid }) => (pid === 'host' ? fail("the PID namespace is the host's") : pass),
});
