import { evidenceOf } from '@shoji/posture';
import { judgePorts } from '../ports.js';
import { defineRule, unknown } from '../rule.js';

/** The container publishes a port on the host. */
export const hostPortPublished = defineRule({
  id: 'host-port-published',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'A port of the host leads into the container',
  rationale:
    'What a container publishes can be reached from outside of the host, and takes the place of another service there. It is often meant; it should be known of each. What a network plug-in forwards is on no record that is read: for containerd and CRI-O it stays open.',
  remediation:
    'docker: leave out -p and -P where a network shared with the caller is enough. compose: expose instead of ports. Kubernetes: a service instead of hostPort.',
  references: ['CIS Docker 1.6.0 5.9', 'PSS baseline hostPorts'],
  reads: { ports: (_, { traits }) => traits.ports },
  considers: { network: (c) => c.namespaces.network, runtime: (_, { traits }) => traits.runtime },
  unsupported: 'fail',
  evaluate: (facts) => {
    const verdict = judgePorts(facts, () => true, 'leads into it');
    return verdict.state === 'pass' &&
      (facts.runtime === 'containerd' || facts.runtime === 'cri-o' || facts.runtime === 'podman')
      ? unknown(() => [
          evidenceOf('traits.runtime', facts.runtime, 'what is forwarded to it is on no record that is read'),
        ])
      : verdict;
  },
});
