import { dropCapabilities } from '../capability-sets.js';

/** It can no longer set the clock of the host. */
export const dropSysTime = dropCapabilities(['CAP_SYS_TIME'], {
  id: 'drop-sys-time',
  title: 'Drop SYS_TIME',
  breaks: 'Breaks if it sets the clock of the host, as an NTP server does.',
});
