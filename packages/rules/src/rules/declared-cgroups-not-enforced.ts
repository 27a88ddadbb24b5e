import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredCgroupsNotEnforced = defineRule({
  id: 'declared-cgroups-not-enforced',
  wall: 'cgroups',
  severity: 'medium',
  revision: 1,
  title: 'A limit that was asked for is not in force',
  rationale:
    'A limit or a list of devices stands in the records of the runtime, and no cgroup enforces it: the controller is missing, an ancestor or somebody lifted it. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Look whether the host has the controller (cgroup.controllers), and start the container anew. docker info warns of limits that it cannot set. docker update sets one again that was lifted.',
  references: ['CIS Docker 1.6.0 5.11', 'CIS Docker 1.6.0 5.25', 'cgroups(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'cgroups'),
});
