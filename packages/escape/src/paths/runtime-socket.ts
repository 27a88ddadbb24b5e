import { runtimeSocketAt } from '@shoji/posture';
import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E1: a runtime that takes orders through its socket starts a container without walls. */
export const runtimeSocket = definePath({
  id: 'runtime-socket',
  title: 'Drive the container runtime by its socket',
  ease: 'trivial',
  revision: 2,
  explanation:
    'The program that starts containers listens on a file of the host, and that file, or a directory above it, is visible here. Whoever may write to it can ask for a new container that has the whole host mounted and no walls at all. Mounting it read-only changes nothing, because connecting is not writing.',
  techniques: ['T1611', 'T1610'],
  references: ['CIS Docker 1.6.0 5.32', 'unix(7)'],
  conditions: [
    seesOfHost(runtimeSocketAt, 'no socket of a runtime is visible'),
    ownsFilesOfRoot,
    moduleAllows('connect to a socket of the host'),
  ],
});
