import { dockerCompleteness, dockerReaders, judgeDaemons, judgeSwitch } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon forwards published ports by processes of its own. */
export const dockerUserlandProxyOn = defineHostRule({
  id: 'docker-userland-proxy-on',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'docker runs a proxy for each published port',
  rationale:
    'For every published port a process of root listens on the host, though the kernel forwards the packets as well: more that can be attacked, and connections from the host lose their address.',
  remediation: 'dockerd: "userland-proxy": false in daemon.json, then a restart.',
  references: ['CIS Docker 1.6.0 2.16', 'dockerd(8)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDaemons(facts, judgeSwitch('userland-proxy', true, false)),
});
