import { dockerCompleteness, dockerReaders, judgeDaemons, judgeSwitch } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon ends its containers when it is stopped. */
export const dockerLiveRestoreOff = defineHostRule({
  id: 'docker-live-restore-off',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'Containers end with the docker daemon',
  rationale:
    'An update of the daemon, which mends flaws of it, stops everything that runs, and so it is put off. With live restore containers go on while the daemon is away.',
  remediation:
    'dockerd: "live-restore": true in daemon.json; reload is enough. Not together with swarm services.',
  references: ['CIS Docker 1.6.0 2.15', 'dockerd(8)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDaemons(facts, judgeSwitch('live-restore', false, true)),
});
