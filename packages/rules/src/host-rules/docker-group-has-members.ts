import { dockerCompleteness, dockerReaders, judgeDaemons, socketsOf } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The group that owns docker’s socket has members. */
export const dockerGroupHasMembers = defineHostRule({
  id: 'docker-group-has-members',
  wall: 'user',
  severity: 'medium',
  revision: 1,
  title: 'Users of the host can drive docker',
  rationale:
    'Who may use the socket starts a container with the root of the host mounted, and is root. Members of the group are as good as root, and a program of theirs is as well; what a directory service adds to the group is not seen.',
  remediation:
    'Take people out of the group docker (gpasswd -d USER docker); let them use sudo, or docker rootless.',
  references: ['CIS Docker 1.6.0 1.1.2', 'ATT&CK T1078.003', 'group(5)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) =>
    judgeDaemons(facts, (_, settings) => {
      const sockets = socketsOf(settings());
      const open = sockets.find(({ users }) => users !== null && users !== '');
      if (open) return { state: 'fail', text: `${open.users} may use ${open.path}` };
      return sockets.length === 0 || sockets.some(({ users }) => users === null)
        ? { state: 'unknown', text: 'who may use its socket is not known' }
        : { state: 'pass', text: 'only root may use its socket' };
    }),
});
