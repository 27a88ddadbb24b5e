import { dropCapabilities } from '../capability-sets.js';

/** It can no longer reach ports and memory of the machine. */
export const dropSysRawio = dropCapabilities(['CAP_SYS_RAWIO'], {
  id: 'drop-sys-rawio',
  title: 'Drop SYS_RAWIO',
  breaks: 'Breaks if it drives hardware by its ports, or reads the state of disks (smartctl).',
});
