import { cgroupVersion1 } from '../conditions/cgroups.js';
import { kernelHasFlaw } from '../conditions/kernel.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { anybodyMakesUserNamespaces } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E6: an unmended kernel lets root of any user namespace name the release agent (CVE-2022-0492). */
export const userNamespaceReleaseAgent = definePath({
  id: 'user-namespace-release-agent',
  title: 'Let the kernel run a program, through a user namespace',
  ease: 'moderate',
  revision: 1,
  explanation:
    'Older kernels forgot to ask who names the program that version 1 of cgroups starts. Where anybody may make a user namespace and nothing filters that, an ordinary container is enough. Any one wall stops it.',
  techniques: ['T1611', 'T1068'],
  references: ['CVE-2022-0492', 'user_namespaces(7)'],
  conditions: [
    cgroupVersion1,
    kernelHasFlaw('cgroups', 'CVE-2022-0492', [
      [4, 9, 301],
      [4, 14, 266],
      [4, 19, 229],
      [5, 4, 177],
      [5, 10, 97],
      [5, 15, 20],
      [5, 16, 6],
      [5, 17, 0],
    ]),
    anybodyMakesUserNamespaces,
    letsThrough('unshare'),
    moduleAllows('mount a file system'),
  ],
});
