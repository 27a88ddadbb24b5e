import { defineRule, fail, pass } from '../rule.js';

/** Without no_new_privs an exec can gain what the process does not have. */
export const noNewPrivilegesOff = defineRule({
  id: 'no-new-privileges-off',
  wall: 'user',
  severity: 'medium',
  revision: 1,
  title: 'Processes may gain privileges by exec',
  rationale:
    'A set-user-id program or one with file capabilities in the image lifts an ordinary user to root, or to everything in the bounding set. With no_new_privs the kernel ignores both.',
  remediation:
    'docker: --security-opt no-new-privileges. compose: security_opt: [no-new-privileges:true]. Kubernetes: allowPrivilegeEscalation: false.',
  references: [
    'CIS Docker 1.6.0 5.26',
    'PSS restricted allowPrivilegeEscalation',
    'PR_SET_NO_NEW_PRIVS(2const)',
  ],
  reads: { noNewPrivileges: (c) => c.user.noNewPrivileges },
  unsupported: 'fail',
  evaluate: ({ noNewPrivileges }) => (noNewPrivileges ? pass : fail('no_new_privs is not set')),
});
