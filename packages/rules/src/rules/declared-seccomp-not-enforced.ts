import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredSeccompNotEnforced = defineRule({
  id: 'declared-seccomp-not-enforced',
  wall: 'seccomp',
  severity: 'medium',
  revision: 1,
  title: 'The filter that was asked for is not in force',
  rationale:
    'The records name a profile, and no filter is there: this kernel has none, or the runtime left it out without saying so. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Boot a kernel with seccomp filters (CONFIG_SECCOMP_FILTER), and start the container anew without --privileged.',
  references: ['CIS Docker 1.6.0 5.22', 'seccomp(2)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'seccomp'),
});
