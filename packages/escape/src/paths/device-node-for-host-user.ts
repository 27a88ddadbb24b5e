import { holds } from '../conditions/capabilities.js';
import { hasUserOnHost } from '../conditions/foothold.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E22: a user of the host opens a device node that the container made. */
export const deviceNodeForHostUser = definePath({
  id: 'device-node-for-host-user',
  title: 'Make a disk’s node for a user of the host',
  ease: 'hard',
  revision: 1,
  explanation:
    'The container can make the node of a disk, though it may not open it. A user of the host with the same number as one inside reaches that node through /proc and opens it with that number’s rights. It takes a foothold on the host as well.',
  techniques: ['T1611'],
  references: ['mknod(2)'],
  conditions: [holds(['CAP_MKNOD']), capabilitiesCountOnHost, hasUserOnHost],
});
