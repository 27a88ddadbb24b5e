import { capabilityReaders, isKnown } from '@shoji/posture';
import { judgeCapabilities } from '../capability.js';
import { defineRule } from '../rule.js';

/** A process of the container can configure the network (CAP_NET_ADMIN). */
export const capabilityNetAdmin = defineRule({
  id: 'capability-net-admin',
  wall: 'capabilities',
  severity: 'high',
  revision: 1,
  title: 'Container can configure the network (CAP_NET_ADMIN)',
  rationale:
    "It changes addresses, routes and packet filters. In the host network namespace those are the host's; in one of its own it still reaches much kernel code that is rarely tested, and weighs less. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.",
  remediation:
    'docker: --cap-drop NET_ADMIN, or leave out --cap-add NET_ADMIN and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capabilities: ['CAP_NET_ADMIN'],
  reads: {},
  // Any one set that holds it settles the verdict, so none is required.
  considers: { ...capabilityReaders, network: (c) => c.namespaces.network },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeCapabilities(
      ['CAP_NET_ADMIN'],
      facts,
      isKnown(facts.network) && facts.network !== 'host' ? 'medium' : 'high',
    ),
});
