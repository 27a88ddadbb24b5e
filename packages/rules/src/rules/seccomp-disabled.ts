import { defineRule, fail, pass } from '../rule.js';

/** No system call filter stands between the container and the kernel. */
export const seccompDisabled = defineRule({
  id: 'seccomp-disabled',
  wall: 'seccomp',
  severity: 'high',
  revision: 1,
  title: 'System calls are not filtered',
  rationale:
    'Every system call of the kernel can be tried, among them those that only flaws make interesting. A privileged container has no filter, and neither has any on a kernel without seccomp, though runtime records show the default profile.',
  remediation:
    'docker: leave out --security-opt seccomp=unconfined and --privileged. compose: the same in security_opt. Kubernetes: seccompProfile.type: RuntimeDefault.',
  references: ['CIS Docker 1.6.0 5.22', 'PSS baseline seccompProfile', 'seccomp(2)'],
  reads: { mode: (c) => c.seccomp.mode },
  unsupported: 'fail',
  evaluate: ({ mode }) => (mode === 'disabled' ? fail('no system call filter is in force') : pass),
});
