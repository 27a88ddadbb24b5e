import { defineRule, fail, pass } from '../rule.js';

/** A container in the host network namespace has the host's interfaces, ports and abstract sockets. */
export const hostNetworkNamespace = defineRule({
  id: 'host-network-namespace',
  wall: 'namespaces',
  severity: 'high',
  revision: 1,
  title: 'Container shares the host network namespace',
  rationale:
    'Services bound to the loopback address of the host, its abstract unix sockets and the metadata service answer the container, and with CAP_NET_RAW or CAP_NET_ADMIN the traffic of the host is open to it.',
  remediation:
    'docker: leave out --network=host and publish the needed ports. compose: remove network_mode: host. Kubernetes: hostNetwork: false.',
  references: ['CIS Docker 1.6.0 5.10', 'ATT&CK T1611', 'network_namespaces(7)'],
  reads: { network: (c) => c.namespaces.network },
  unsupported: 'fail',
  evaluate: ({ network }) => (network === 'host' ? fail("the network namespace is the host's") : pass),
});
