import { defineRule, fail, pass } from '../rule.js';

/** Root inside is root outside: nothing maps its user id away. */
export const rootWithoutUserNamespace = defineRule({
  id: 'root-without-user-namespace',
  wall: 'user',
  severity: 'medium',
  revision: 1,
  title: 'Container runs as root of the host',
  rationale:
    'The init process has user id 0 in the initial user namespace: it owns every file of the host that it can reach, and a flaw in the kernel or the runtime starts from root. A user namespace that maps 0 to 0 changes nothing for files.',
  remediation:
    'docker: --user with an id other than 0, or userns-remap in daemon.json. compose: user. Kubernetes: runAsNonRoot: true with runAsUser, or hostUsers: false.',
  references: [
    'CIS Docker 1.6.0 4.1',
    'CIS Docker 1.6.0 2.9',
    'PSS restricted runAsNonRoot',
    'user_namespaces(7)',
  ],
  reads: { hostUid: (c) => c.user.hostUid },
  unsupported: 'fail',
  evaluate: ({ hostUid }) => (hostUid === 0 ? fail('the init process is user 0 of the host') : pass),
});
