import { judgeDeviations } from '../deviations.js';
import { defineRule, fail } from '../rule.js';

/** Without no_new_privs an exec can gain what the process does not have. */
export const noNewPrivilegesOff = defineRule({
  id: 'no-new-privileges-off',
  wall: 'user',
  severity: 'medium',
  revision: 2,
  title: 'Processes may gain privileges by exec',
  rationale:
    'A set-user-id program or one with file capabilities in the image lifts an ordinary user to root, or to everything in the bounding set. With no_new_privs the kernel ignores both. Every process of the container has to have it, not only init.',
  remediation:
    'docker: --security-opt no-new-privileges. compose: security_opt: [no-new-privileges:true]. Kubernetes: allowPrivilegeEscalation: false.',
  references: [
    'CIS Docker 1.6.0 5.26',
    'PSS restricted allowPrivilegeEscalation',
    'PR_SET_NO_NEW_PRIVS(2const)',
  ],
  reads: { noNewPrivileges: (c) => c.user.noNewPrivileges },
  considers: { deviations: (_, { traits }) => traits.deviations },
  unsupported: 'fail',
  evaluate: ({ noNewPrivileges, deviations }) =>
    noNewPrivileges
      ? judgeDeviations(deviations, 'user', (difference) => difference === 'no_new_privs is off')
      : fail('no_new_privs is not set'),
});
