import { hasNode, mayOpen } from '../conditions/devices.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E3: a disk of the host is read and written below its file system. */
export const hostBlockDevice = definePath({
  id: 'host-block-device',
  title: 'Read and write a disk of the host',
  ease: 'easy',
  revision: 2,
  explanation:
    'A disk of the host can be opened as a device. Whoever does so reads and changes every file on it without asking the file system: passwords, keys, programs that the host starts.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.18', 'mknod(2)'],
  conditions: [
    hasNode({ type: 'b' }, 'block device'),
    mayOpen({ type: 'b' }, 'block device'),
    ownsFilesOfRoot,
    moduleAllows('open a device of the host'),
  ],
});
