import { holds } from '../conditions/capabilities.js';
import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** Files that the kernel makes up lie on no disk. */
const isKernelTree = (source: string): boolean => /^\/(proc|sys|dev)(\/|$)/.test(source);

/** E10: any file of a mounted file system of the host is opened by its number. */
export const openByHandle = definePath({
  id: 'open-by-handle',
  title: 'Open files of the host by number',
  ease: 'easy',
  revision: 2,
  explanation:
    'A single file of the host that is mounted here, such as /etc/hosts, lies on one of the host’s file systems. With the right to read everything, any other file of the same file system can be opened by its number, whatever is mounted.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.4', 'open_by_handle_at(2)'],
  conditions: [
    seesOfHost(
      (source) => (isKernelTree(source) ? undefined : 'it lies on a file system of the host'),
      'no file of the host is mounted',
    ),
    holds(['CAP_DAC_READ_SEARCH']),
    capabilitiesCountOnHost,
    letsThrough('open_by_handle_at'),
    moduleAllows('use files of the host'),
  ],
});
