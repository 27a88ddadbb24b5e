import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredRlimitsNotEnforced = defineRule({
  id: 'declared-rlimits-not-enforced',
  wall: 'rlimits',
  severity: 'medium',
  revision: 1,
  title: 'A resource limit that was asked for is not in force',
  rationale:
    'A limit stands in the records of the runtime, and the process has a wider one. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Start the container anew. docker: --ulimit; look at default-ulimits of the daemon, which no inspect shows.',
  references: ['CIS Docker 1.6.0 5.19', 'getrlimit(2)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'rlimits'),
});
