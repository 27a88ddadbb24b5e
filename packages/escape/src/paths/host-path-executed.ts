import { executedAt } from '@shoji/posture';
import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E16: a directory from which the host starts programs or reads its settings can be written. */
export const hostPathExecuted = definePath({
  id: 'host-path-executed',
  title: 'Write what the host executes',
  ease: 'easy',
  revision: 2,
  explanation:
    'A directory of the host that holds programs, settings or scheduled jobs is mounted here and can be written. What is put there, the host starts by itself sooner or later.',
  techniques: ['T1611', 'T1053.003'],
  references: ['CIS Docker 1.6.0 5.6', 'PSS baseline hostPathVolumes'],
  conditions: [
    seesOfHost(
      (source, { readonly }) => (readonly ? undefined : executedAt(source)),
      'nothing that the host executes is mounted to be written',
    ),
    ownsFilesOfRoot,
    moduleAllows('use files of the host'),
  ],
});
