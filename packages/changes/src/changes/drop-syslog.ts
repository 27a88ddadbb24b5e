import { dropCapabilities } from '../capability-sets.js';

/** It can no longer read the messages and addresses of the kernel. */
export const dropSyslog = dropCapabilities(['CAP_SYSLOG'], {
  id: 'drop-syslog',
  title: 'Drop SYSLOG',
  breaks: 'Breaks if it reads the messages of the kernel.',
});
