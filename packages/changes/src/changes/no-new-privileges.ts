import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** No program that it executes gains rights by set-user-ID or file capabilities (PR_SET_NO_NEW_PRIVS(2const)). */
export const noNewPrivileges = defineChange({
  id: 'no-new-privileges',
  title: 'Forbid its programs to gain privileges',
  walls: ['user', 'capabilities'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: '--security-opt no-new-privileges=true',
    compose: 'security_opt: [no-new-privileges:true]',
    kubernetes: 'securityContext:\n  allowPrivilegeEscalation: false',
    podman: '--security-opt no-new-privileges',
    lxc: 'lxc.no_new_privs = 1',
    daemon:
      'docker: {"no-new-privileges": true} in daemon.json. podman: no_new_privileges = true in containers.conf.',
  }),
  breaks: 'Breaks if it uses sudo, su, ping or another set-user-ID program as a user other than root.',
  verify: `grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/$PID/status`,
  amend: ({ posture: { user } }) =>
    user.noNewPrivileges === false ? { posture: { user: { noNewPrivileges: true } } } : null,
});
