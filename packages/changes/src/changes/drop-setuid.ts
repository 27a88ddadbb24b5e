import { dropCapabilities } from '../capability-sets.js';

/** It can no longer become another user. */
export const dropSetuid = dropCapabilities(['CAP_SETUID', 'CAP_SETGID'], {
  id: 'drop-setuid',
  title: 'Drop SETUID and SETGID',
  breaks: 'Breaks if it starts as root and steps down by itself, or switches users, as sshd and su do.',
});
