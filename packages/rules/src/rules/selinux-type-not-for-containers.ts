import { defineRule, fail, pass } from '../rule.js';

/** Types that the Pod Security Standards let a pod ask for, and the old name of the first (container-selinux). */
const forContainers: ReadonlySet<string> = new Set([
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
  'svirt_lxc_net_t',
]);

/** The SELinux type or level of the container is not what the policy keeps containers apart by. */
export const selinuxTypeNotForContainers = defineRule({
  id: 'selinux-type-not-for-containers',
  wall: 'lsm',
  severity: 'medium',
  revision: 1,
  title: 'The SELinux label is not one for containers',
  rationale:
    'The policy knows containers by their type: another one was written for something else, and what it allows is not meant for a guest. Containers are kept from each other by their pair of categories; without one they reach what belongs to others of the same type, and that weighs low.',
  remediation:
    'docker and podman: leave out --security-opt label=type:… and label=disable. Kubernetes: leave type, user and role of seLinuxOptions empty, or use container_t, container_init_t or container_kvm_t.',
  references: ['CIS Docker 1.6.0 5.3', 'PSS baseline seLinuxOptions', 'selinux(8)'],
  reads: { selinux: (c) => c.lsm.selinux },
  unsupported: 'not-applicable',
  evaluate: ({ selinux: { type, level } }) => {
    if (!forContainers.has(type)) return fail(`the type is ${type}`);
    return /:c\d/.test(level)
      ? pass
      : fail(`the level ${level} has no categories that keep containers apart`, 'low');
  },
});
