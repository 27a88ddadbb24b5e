import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredUserNotEnforced = defineRule({
  id: 'declared-user-not-enforced',
  wall: 'user',
  severity: 'medium',
  revision: 1,
  title: 'Its users are not what was asked for',
  rationale:
    'It was to run as an ordinary user, under other ids or without gaining privileges, and the kernel does otherwise. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Start the container anew with the user that is meant, and set no-new-privileges so that nothing gains root later. docker: --user. Kubernetes: runAsUser, allowPrivilegeEscalation.',
  references: ['credentials(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'user'),
});
