import { holds } from '../conditions/capabilities.js';
import { cgroupVersion1, writableCgroups } from '../conditions/cgroups.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost, ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E5: version 1 of cgroups lets the kernel start a program of the container on the host. */
export const cgroupReleaseAgent = definePath({
  id: 'cgroup-release-agent',
  title: 'Let the kernel run a program on the host',
  ease: 'easy',
  revision: 1,
  explanation:
    'Version 1 of cgroups can name a program that the kernel starts, as root of the host, when a group of processes ends. Whoever can write that name from inside a container chooses the program.',
  techniques: ['T1611'],
  references: ['cgroups(7)'],
  conditions: [
    cgroupVersion1,
    capabilitiesCountOnHost,
    ownsFilesOfRoot,
    {
      short: writableCgroups,
      long: [holds(['CAP_SYS_ADMIN']), letsThrough('mount', 'fsmount'), moduleAllows('mount a file system')],
    },
  ],
});
