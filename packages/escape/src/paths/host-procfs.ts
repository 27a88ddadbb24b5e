import { kernelPathExposed, seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { isWithin } from '@shoji/posture';
import { definePath } from '../path.js';

/** E7: settings of the kernel that name programs can be written. */
export const hostProcfs = definePath({
  id: 'host-procfs',
  title: 'Change what the kernel runs',
  ease: 'easy',
  revision: 2,
  explanation:
    'The kernel reads from a few files which program to start when a process crashes or a module is missing. They are not the container’s own: whoever can write them decides what the host runs as root. Runtimes make them read-only; here they are open.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.5', 'PSS baseline procMount', 'proc_sys_kernel(5)'],
  conditions: [
    {
      short: kernelPathExposed('/proc/sys', '/proc/sysrq-trigger'),
      long: [
        seesOfHost(
          (source, { readonly }) =>
            !readonly && isWithin('/proc/sys', source) ? 'holds /proc/sys' : undefined,
          '/proc/sys is covered or read-only, and the host’s /proc is not mounted to be written',
        ),
      ],
    },
    ownsFilesOfRoot,
    moduleAllows('write below /proc and /sys'),
  ],
});
