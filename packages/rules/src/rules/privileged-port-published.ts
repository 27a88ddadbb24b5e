import { judgePorts } from '../ports.js';
import { defineRule } from '../rule.js';

/** A published port of the host is below 1024. */
export const privilegedPortPublished = defineRule({
  id: 'privileged-port-published',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'A privileged port of the host leads into the container',
  rationale:
    'Ports below 1024 belong to the services of the system: who talks to one of them trusts that root of the host answers. Here it is a container.',
  remediation:
    'docker: publish a port above 1023, and let a reverse proxy of the host lead to it. compose: the same in ports. Kubernetes: a service instead of hostPort.',
  references: ['CIS Docker 1.6.0 5.8', 'proc_sys_net(5) ip_unprivileged_port_start'],
  reads: { ports: (_, { traits }) => traits.ports },
  considers: { network: (c) => c.namespaces.network },
  unsupported: 'fail',
  evaluate: (facts) => judgePorts(facts, ({ hostPort }) => hostPort > 0 && hostPort < 1024, 'below 1024'),
});
