import { judgePorts } from '../ports.js';
import { defineRule } from '../rule.js';

/** A published port is bound to all addresses of the host. */
export const publishedPortOnAllInterfaces = defineRule({
  id: 'published-port-on-all-interfaces',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'A port is published on every address',
  rationale:
    'A port published without an address listens on every network that the host is in, also those that nobody thought of, and by IPv6 as well; docker opens it past the usual firewall rules of the host.',
  remediation:
    'docker: -p 127.0.0.1:8080:80, or the address that is meant; the default for all is ip in daemon.json. compose: the same in ports. Kubernetes: hostIP beside hostPort, or a service.',
  references: ['CIS Docker 1.6.0 5.14'],
  reads: { ports: (_, { traits }) => traits.ports },
  considers: { network: (c) => c.namespaces.network },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgePorts(
      facts,
      ({ hostAddress }) => hostAddress === '' || /^(0\.0\.0\.0|::|\[::\])$/.test(hostAddress),
      'on every address',
    ),
});
