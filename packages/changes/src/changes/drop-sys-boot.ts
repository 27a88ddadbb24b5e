import { dropCapabilities } from '../capability-sets.js';

/** It can no longer restart the machine or load another kernel. */
export const dropSysBoot = dropCapabilities(['CAP_SYS_BOOT'], {
  id: 'drop-sys-boot',
  title: 'Drop SYS_BOOT',
  breaks: 'Breaks if it restarts the machine or loads another kernel.',
});
