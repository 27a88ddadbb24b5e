import { isPrivateUserNamespace } from '@shoji/posture';
import { judgeDeviations } from '../deviations.js';
import { defineRule } from '../rule.js';

/** A process of the container is root though its init is not. */
export const processBecameRoot = defineRule({
  id: 'process-became-root',
  wall: 'user',
  severity: 'medium',
  revision: 1,
  title: 'A process runs as root where the container does not',
  rationale:
    'The container was made to run as an ordinary user, and something in it is root all the same: an exec as root, or a set-user-id program that the image should not have. Limits that rest on the user do not hold for it. Over a private user namespace it is nobody on the host, and weighs low.',
  remediation:
    'docker: exec without --user root; compose: user; Kubernetes: kubectl exec runs as the container’s user. Remove set-user-id programs from the image and set no-new-privileges.',
  references: ['CIS Docker 1.6.0 5.24', 'CIS Docker 1.6.0 5.26', 'ATT&CK T1548.001', 'credentials(7)'],
  reads: { uid: (c) => c.user.uid, deviations: (_, { traits }) => traits.deviations },
  considers: { user: (c) => c.namespaces.user, uidMappings: (c) => c.user.uidMappings },
  unsupported: 'not-applicable',
  evaluate: ({ deviations, user, uidMappings }) =>
    judgeDeviations(
      deviations,
      'user',
      (difference) => difference === 'runs as root',
      () => (isPrivateUserNamespace(user, uidMappings) ? 'low' : undefined),
    ),
});
