import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredNamespacesNotEnforced = defineRule({
  id: 'declared-namespaces-not-enforced',
  wall: 'namespaces',
  severity: 'medium',
  revision: 1,
  title: 'A namespace that was asked for is not the container’s own',
  rationale:
    'A namespace was to be the container’s own, and is the host’s or another one’s: the runtime joined it to another container, or something moved it later. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Start the container anew, and look at what it was to be joined to. docker: --network, --pid, --ipc. Kubernetes: hostNetwork, hostPID, hostIPC of the pod.',
  references: ['namespaces(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'namespaces'),
});
