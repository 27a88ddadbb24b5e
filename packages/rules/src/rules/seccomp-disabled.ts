import { judgeDeviations } from '../deviations.js';
import { defineRule, fail } from '../rule.js';

/** No system call filter stands between the container and the kernel. */
export const seccompDisabled = defineRule({
  id: 'seccomp-disabled',
  wall: 'seccomp',
  severity: 'high',
  revision: 2,
  title: 'System calls are not filtered',
  rationale:
    'Every system call of the kernel can be tried, among them those that only flaws make interesting. A privileged container has no filter, and neither has any on a kernel without seccomp, though runtime records show the default profile. One process without a filter is enough, and is found though init has one.',
  remediation:
    'docker: leave out --security-opt seccomp=unconfined and --privileged. compose: the same in security_opt. Kubernetes: seccompProfile.type: RuntimeDefault.',
  references: ['CIS Docker 1.6.0 5.22', 'PSS baseline seccompProfile', 'seccomp(2)'],
  reads: { mode: (c) => c.seccomp.mode },
  considers: { deviations: (_, { traits }) => traits.deviations },
  unsupported: 'fail',
  evaluate: ({ mode, deviations }) =>
    mode === 'disabled'
      ? fail('no system call filter is in force')
      : judgeDeviations(deviations, 'seccomp', (difference) => difference.startsWith('mode disabled')),
});
