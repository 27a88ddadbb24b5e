import { evidenceOf, isPrivateUserNamespace, isUnreadable } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** A container in the host user namespace holds its capabilities over the host's own kernel objects. */
export const hostUserNamespace = defineRule({
  id: 'host-user-namespace',
  wall: 'user',
  severity: 'low',
  revision: 2,
  title: 'Container shares the host user namespace',
  rationale:
    'User ids and capabilities inside are those of the host: whatever gets past another wall acts on the host with the same identity. Most runtimes do this by default, whatever their records say or leave empty. A namespace that maps root of the host into itself is as good as none.',
  remediation:
    'docker: userns-remap in daemon.json, and no --userns=host. compose: remove userns_mode: host. Kubernetes: hostUsers: false. podman: --userns=auto.',
  references: ['CIS Docker 1.6.0 5.31', 'CIS Docker 1.6.0 2.9', 'user_namespaces(7)'],
  reads: { user: (c) => c.namespaces.user },
  considers: { uidMappings: (c) => c.user.uidMappings },
  unsupported: 'fail',
  evaluate: ({ user, uidMappings }) => {
    if (user === 'host') return fail("the user namespace is the host's");
    if (isUnreadable(uidMappings)) return unknown(() => [evidenceOf('user.uidMappings', uidMappings)]);
    return isPrivateUserNamespace(user, uidMappings)
      ? pass
      : fail(() => [evidenceOf('user.uidMappings', uidMappings, 'root of the host is mapped into it')]);
  },
});
