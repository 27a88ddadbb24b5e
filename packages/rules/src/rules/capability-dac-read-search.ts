import { capabilityRule } from '../capability.js';

/** A process of the container can read any file by handle (CAP_DAC_READ_SEARCH). */
export const capabilityDacReadSearch = capabilityRule({
  id: 'capability-dac-read-search',
  severity: 'high',
  revision: 1,
  title: 'Container can read any file by handle (CAP_DAC_READ_SEARCH)',
  rationale:
    'open_by_handle_at(2) opens files by inode number, outside the root of the container, on every file system of which one directory is mounted in it: a bind-mounted /etc/hosts is enough. What init does not hold, but an exec could gain from the bounding set, counts one step less, and not at all under no_new_privs.',
  remediation:
    'docker: --cap-drop DAC_READ_SEARCH, or leave out --cap-add DAC_READ_SEARCH and --privileged. compose: the same in cap_drop and cap_add. Kubernetes: capabilities.drop: [ALL] and add what is needed.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS baseline capabilities', 'ATT&CK T1611', 'capabilities(7)'],
  capability: 'CAP_DAC_READ_SEARCH',
});
