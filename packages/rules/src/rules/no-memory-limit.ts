import { defineRule, fail, pass } from '../rule.js';

/** Neither the cgroup nor any ancestor limits memory. */
export const noMemoryLimit = defineRule({
  id: 'no-memory-limit',
  wall: 'cgroups',
  severity: 'medium',
  revision: 1,
  title: 'Memory is not limited',
  rationale:
    'One container can use up the memory of the host; the kernel then kills processes of others. A limit on any ancestor cgroup counts, since the kernel enforces the tightest.',
  remediation:
    'docker: --memory. compose: deploy.resources.limits.memory. Kubernetes: resources.limits.memory.',
  references: ['CIS Docker 1.6.0 5.11', 'cgroups(7)'],
  reads: { limit: (c) => c.cgroups.memory.limit },
  unsupported: 'fail',
  evaluate: ({ limit }) => (limit === null ? fail('no limit at the cgroup or any ancestor') : pass),
});
