import { capabilityRule } from '../capability.js';

/** A process of the container can change AppArmor or Smack policy (CAP_MAC_ADMIN). */
export const capabilityMacAdmin = capabilityRule({
  id: 'capability-mac-admin',
  severity: 'high',
  revision: 1,
  title: 'Container can change AppArmor policy (CAP_MAC_ADMIN)',
  rationale:
    'Whoever writes the policy is no longer held by it: the profile of the container, and of every other, can be replaced by one that allows everything. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop MAC_ADMIN, or leave out --cap-add MAC_ADMIN and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'apparmor(7)', 'capabilities(7)'],
  capability: 'CAP_MAC_ADMIN',
});
