import { defineRule, fail, pass } from '../rule.js';

/** The container's cgroup is not where its runtime puts them. */
export const cgroupParentNotDefault = defineRule({
  id: 'cgroup-parent-not-default',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'Its cgroup is not among those of the other containers',
  rationale:
    'What bounds all containers of a host together, such as a slice’s memory, bounds those below it: one that was put elsewhere is beyond it, and takes from whatever else is there. Where that is what somebody wants, with limits on the other parent, accept it.',
  remediation:
    'docker, podman: leave out --cgroup-parent. compose: leave out cgroup_parent. LXC: leave out lxc.cgroup.dir. Kubernetes chooses it itself.',
  references: ['CIS Docker 1.6.0 5.25', 'cgroups(7)'],
  reads: { parent: (_, { traits }) => traits.cgroupParent },
  unsupported: 'not-applicable',
  evaluate: ({ parent }) =>
    parent === null ? pass : fail(`it is below ${parent}, where its runtime puts none by itself`),
});
