import { isPrivateUserNamespace } from '@shoji/posture';
import { isNestedSandbox, judgeDeviations } from '../deviations.js';
import { defineRule } from '../rule.js';

/** A process has what the container was not given. */
export const processWithMoreCapabilities = defineRule({
  id: 'process-with-more-capabilities',
  wall: 'capabilities',
  severity: 'high',
  revision: 1,
  title: 'A process has more capabilities than its init',
  rationale:
    'It is what docker exec --privileged, nsenter and debug containers leave in a container: a process whose capabilities reach further than those of init, for as long as it lives, and no inspect shows it. Seen by comparing each process with init. A sandbox within the container holds all of them over its own user namespace, and weighs low.',
  remediation:
    'docker: exec without --privileged; give the one capability that is needed to the container instead. Kubernetes: end debug containers when done. End the process where nobody knows it.',
  references: ['CIS Docker 1.6.0 5.23', 'ATT&CK T1609', 'ATT&CK T1611', 'capabilities(7)'],
  reads: { bounding: (c) => c.capabilities.bounding, deviations: (_, { traits }) => traits.deviations },
  considers: { user: (c) => c.namespaces.user, uidMappings: (c) => c.user.uidMappings },
  unsupported: 'not-applicable',
  evaluate: ({ deviations, user, uidMappings }) =>
    judgeDeviations(deviations, 'capabilities', undefined, (deviation) =>
      isPrivateUserNamespace(user, uidMappings) || isNestedSandbox(deviation, deviations) ? 'low' : undefined,
    ),
});
