import { holds } from '../conditions/capabilities.js';
import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E24: what is mounted inside appears on the host. */
export const sharedPropagation = definePath({
  id: 'shared-propagation',
  title: 'Mount over the host’s directories',
  ease: 'moderate',
  revision: 2,
  explanation:
    'A directory is shared with the host in such a way that what is mounted below it here appears there, too. With the right to mount, a directory of the host’s can be covered with files of one’s own.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.20', 'mount_namespaces(7)'],
  conditions: [
    seesOfHost(
      (_, { propagation }) =>
        propagation === 'shared' || propagation === 'shared-slave'
          ? 'mounts below it appear on the host'
          : undefined,
      'no mount is shared with the host',
    ),
    holds(['CAP_SYS_ADMIN']),
    capabilitiesCountOnHost,
    letsThrough('mount', 'fsmount'),
    moduleAllows('mount a file system'),
  ],
});
