import { dockerCompleteness, dockerReaders, judgeDaemons, judgeSwitch } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon lets all containers of its default bridge talk to each other. */
export const dockerContainersTalkFreely = defineHostRule({
  id: 'docker-containers-talk-freely',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'Containers on docker’s default bridge reach each other',
  rationale:
    'Who takes over one container tries the next at once, on every port, published or not. Networks of one’s own keep apart what has nothing to say to each other.',
  remediation:
    'dockerd: "icc": false in daemon.json, and user-defined networks for containers that belong together.',
  references: ['CIS Docker 1.6.0 2.2', 'CIS Docker 1.6.0 5.30', 'NIST SP 800-190 4.4.2'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDaemons(facts, judgeSwitch('icc', true, false)),
});
