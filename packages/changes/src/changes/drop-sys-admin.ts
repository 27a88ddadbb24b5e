import { dropCapabilities } from '../capability-sets.js';

/** It can no longer administer the system: mount, enter namespaces, set limits. */
export const dropSysAdmin = dropCapabilities(['CAP_SYS_ADMIN'], {
  id: 'drop-sys-admin',
  title: 'Drop SYS_ADMIN',
  breaks: 'Breaks if it mounts file systems, makes namespaces, sets quotas or names the host.',
});
