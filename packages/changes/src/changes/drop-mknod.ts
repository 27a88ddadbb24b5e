import { dropCapabilities } from '../capability-sets.js';

/** It can no longer make device nodes. */
export const dropMknod = dropCapabilities(['CAP_MKNOD'], {
  id: 'drop-mknod',
  title: 'Drop MKNOD',
  breaks: 'Breaks if it makes device nodes, as programs that build file system images do.',
});
