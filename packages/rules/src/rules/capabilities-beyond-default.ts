import { capabilityReaders, usualCapabilities } from '@shoji/posture';
import { judgeBeyond } from '../capability.js';
import { defineRule } from '../rule.js';

/** Some capability is held that no runtime gives by default. */
export const capabilitiesBeyondDefault = defineRule({
  id: 'capabilities-beyond-default',
  wall: 'capabilities',
  severity: 'medium',
  revision: 1,
  title: 'Container has capabilities beyond the usual ones',
  rationale:
    'Runtimes give containers of root up to fourteen capabilities, which reach little outside of it. Every one beyond that was asked for, and most of them make a part of the host’s kernel that was built for its administrator answer to the container. Those that open a way out by themselves have rules of their own. What only an exec can gain weighs one step less, and over a private user namespace all weigh low.',
  remediation:
    'docker: leave out --cap-add and --privileged. compose: cap_add and privileged. Kubernetes: capabilities.add only what the Pod Security baseline lists. LXC: lxc.cap.keep.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'capabilities(7)'],
  reads: {},
  considers: { ...capabilityReaders },
  unsupported: 'fail',
  evaluate: (facts) => judgeBeyond(usualCapabilities, facts, 'medium'),
});
