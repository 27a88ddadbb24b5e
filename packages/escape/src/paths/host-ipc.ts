import { sharesWithHost } from '../conditions/namespaces.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { moduleAllows } from '../conditions/lsm.js';
import { definePath } from '../path.js';

/** E14: shared memory and semaphores of the host’s processes are read and changed. */
export const hostIpc = definePath({
  id: 'host-ipc',
  title: 'Change the shared memory of the host’s processes',
  ease: 'hard',
  revision: 1,
  explanation:
    'Processes of the host that talk through shared memory trust what stands in it. The container shares that memory and can read and change it; what that gives depends on the programs.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.17', 'ipc_namespaces(7)'],
  conditions: [sharesWithHost('ipc'), ownsFilesOfRoot, moduleAllows('use files of the host')],
});
