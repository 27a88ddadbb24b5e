import { cgroupVersion1 } from '../conditions/cgroups.js';
import { writableLxcfs } from '../conditions/sysfs.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E18: lxcfs shows the cgroups of the host, to be written. */
export const lxcfsWritable = definePath({
  id: 'lxcfs-writable',
  title: 'Change the host’s cgroups through lxcfs',
  ease: 'moderate',
  revision: 1,
  explanation:
    'lxcfs shows containers their own view of /proc, and with version 1 of cgroups the cgroup files of the host as well. Mounted so that it can be written, it lets root inside allow itself every device.',
  techniques: ['T1611'],
  references: ['lxcfs(1)'],
  conditions: [writableLxcfs, cgroupVersion1, ownsFilesOfRoot],
});
