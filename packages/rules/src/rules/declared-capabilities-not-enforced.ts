import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredCapabilitiesNotEnforced = defineRule({
  id: 'declared-capabilities-not-enforced',
  wall: 'capabilities',
  severity: 'medium',
  revision: 1,
  title: 'It holds capabilities that nobody asked for',
  rationale:
    'The kernel gives init capabilities that are not on the list that the runtime was given. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Start the container anew, and look who entered it. docker: --cap-drop; Kubernetes: capabilities.drop.',
  references: ['CIS Docker 1.6.0 5.4', 'capabilities(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'capabilities'),
});
