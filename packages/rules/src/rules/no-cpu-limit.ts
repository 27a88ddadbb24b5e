import { evidenceOf, isKnown, isUnreadable } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** What a cgroup has whom nobody gave one (cgroup-v2.rst, cpu.weight). */
const usualWeight = 100;

const names = { quota: 'quota', weight: 'weight', cpus: 'set of processors' };

/** Neither a quota, a weight nor a set of processors is set. */
export const noCpuLimit = defineRule({
  id: 'no-cpu-limit',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'The processors are not shared out',
  rationale:
    'Without a share of its own a container takes as many processors as there are whenever it likes, and its neighbours wait. A quota, a weight other than the usual one, or a set of processors counts, on the cgroup or any ancestor.',
  remediation:
    'docker: --cpus, --cpu-quota, --cpu-shares or --cpuset-cpus. compose: cpus or deploy.resources. Kubernetes: resources.limits.cpu or requests.cpu.',
  references: ['CIS Docker 1.6.0 5.12', 'cgroups(7)'],
  reads: {},
  // Any one that is set settles it.
  considers: {
    quota: (c) => c.cgroups.cpu.quota,
    weight: (c) => c.cgroups.cpu.weight,
    cpus: (c) => c.cgroups.cpu.cpus,
  },
  unsupported: 'fail',
  evaluate: ({ quota, weight, cpus }) => {
    const all = { quota, weight, cpus };
    const evidence = () =>
      Object.entries(all).map(([name, value]) =>
        evidenceOf(
          `cgroups.cpu.${name}`,
          value,
          value === null ? `no ${names[name as keyof typeof all]}` : undefined,
        ),
      );
    const isSet =
      (isKnown(quota) && quota !== null) ||
      (isKnown(weight) && weight !== null && weight !== usualWeight) ||
      (isKnown(cpus) && cpus !== null);
    if (isSet) return { ...pass, evidence };
    return Object.values(all).some(isUnreadable) ? unknown(evidence) : fail(evidence);
  },
});
