import { defineRule, fail, pass } from '../rule.js';

/** A container in the host cgroup namespace sees where it and its neighbours stand in the host's tree. */
export const hostCgroupNamespace = defineRule({
  id: 'host-cgroup-namespace',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'Container shares the host cgroup namespace',
  rationale:
    'The paths of the host cgroup tree, and with them the ids of other containers, are visible, and a cgroup file system mounted inside starts at the root of the host instead of at the container.',
  remediation:
    'docker: --cgroupns=private (the default on cgroup v2). compose: cgroup: private. Kubernetes: use nodes with cgroup v2, where runtimes make it private.',
  references: ['ATT&CK T1611', 'cgroup_namespaces(7)'],
  reads: { cgroup: (c) => c.namespaces.cgroup },
  unsupported: 'fail',
  evaluate: ({ cgroup }) => (cgroup === 'host' ? fail("the cgroup namespace is the host's") : pass),
});
