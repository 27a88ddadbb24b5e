import { capabilityRule } from '../capability.js';

/** A process of the container can open raw and packet sockets (CAP_NET_RAW). */
export const capabilityNetRaw = capabilityRule({
  id: 'capability-net-raw',
  severity: 'low',
  revision: 1,
  title: 'Container can send forged packets (CAP_NET_RAW)',
  rationale:
    'On a bridge shared with other containers it answers for addresses that are not its own and reads what was meant for others. docker gives it by default though ping no longer needs it: net.ipv4.ping_group_range does. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop NET_RAW. compose: the same in cap_drop. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: [
    'CIS Docker 1.6.0 5.4',
    'PSS baseline capabilities',
    'ATT&CK T1557.002',
    'packet(7)',
    'capabilities(7)',
  ],
  capability: 'CAP_NET_RAW',
});
