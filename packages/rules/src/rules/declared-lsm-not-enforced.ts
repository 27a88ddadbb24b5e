import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredLsmNotEnforced = defineRule({
  id: 'declared-lsm-not-enforced',
  wall: 'lsm',
  severity: 'medium',
  revision: 1,
  title: 'The profile that was asked for is not in force',
  rationale:
    'The records name a profile, and the kernel enforces none, another one, or one that only complains: it was not loaded, or was changed while the container ran. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Load the profile (apparmor_parser -r) before the container starts, or start the daemon after AppArmor; set it to enforce (aa-enforce), and start the container anew.',
  references: ['CIS Docker 1.6.0 5.2', 'apparmor(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'lsm'),
});
