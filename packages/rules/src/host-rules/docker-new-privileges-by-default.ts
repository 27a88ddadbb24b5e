import { dockerCompleteness, dockerReaders, judgeDaemons, judgeSwitch } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon does not set no_new_privs by default. */
export const dockerNewPrivilegesByDefault = defineHostRule({
  id: 'docker-new-privileges-by-default',
  wall: 'user',
  severity: 'low',
  revision: 1,
  title: 'docker lets containers gain privileges unless told',
  rationale:
    'What is not said for a container is docker’s to decide: by default a set-user-id program of the image lifts its user to root. Turned on at the daemon, it holds for every container that does not ask for the opposite.',
  remediation: 'dockerd: "no-new-privileges": true in daemon.json, then a restart.',
  references: ['CIS Docker 1.6.0 2.14', 'PR_SET_NO_NEW_PRIVS(2const)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDaemons(facts, judgeSwitch('no-new-privileges', false, true)),
});
