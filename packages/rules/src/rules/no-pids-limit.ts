import { defineRule, fail, pass } from '../rule.js';

/** Neither the cgroup nor any ancestor limits the number of processes. */
export const noPidsLimit = defineRule({
  id: 'no-pids-limit',
  wall: 'cgroups',
  severity: 'medium',
  revision: 1,
  title: 'The number of processes is not limited',
  rationale:
    'A fork bomb inside takes every process id of the host, and nobody can log in to stop it. A limit on any ancestor cgroup counts, since the kernel enforces the tightest.',
  remediation:
    'docker: --pids-limit. compose: pids_limit. Kubernetes: podPidsLimit of the kubelet. podman sets one by default.',
  references: ['CIS Docker 1.6.0 5.29', 'cgroups(7)'],
  reads: { limit: (c) => c.cgroups.pids.limit },
  unsupported: 'fail',
  evaluate: ({ limit }) => (limit === null ? fail('no limit at the cgroup or any ancestor') : pass),
});
