import { writableSysfs } from '../conditions/sysfs.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E8: files of /sys through which the kernel is told what to do can be written. */
export const hostSysfs = definePath({
  id: 'host-sysfs',
  title: 'Tell the kernel what to do through /sys',
  ease: 'moderate',
  revision: 1,
  explanation:
    'Through /sys the kernel is told, among much else, which helper to start when a device appears. Runtimes mount it read-only. Here it can be written, so that root inside may choose a program that runs on the host.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.6', 'sysfs(5)'],
  conditions: [writableSysfs, ownsFilesOfRoot, moduleAllows('write below /proc and /sys')],
});
