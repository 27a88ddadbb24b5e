import { capabilityRule } from '../capability.js';

/** A process of the container can set the clock (CAP_SYS_TIME). */
export const capabilitySysTime = capabilityRule({
  id: 'capability-sys-time',
  severity: 'medium',
  revision: 1,
  title: 'Container can set the clock of the host (CAP_SYS_TIME)',
  rationale:
    'There is one clock for all containers and the host. Set back, expired certificates and tokens count again; set forward, valid ones do not, and logs lie about when something happened. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop SYS_TIME, or leave out --cap-add SYS_TIME and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'capabilities(7)'],
  capability: 'CAP_SYS_TIME',
});
