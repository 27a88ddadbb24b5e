import { dropCapabilities } from '../capability-sets.js';

/** It can no longer change its root directory. */
export const dropSysChroot = dropCapabilities(['CAP_SYS_CHROOT'], {
  id: 'drop-sys-chroot',
  title: 'Drop SYS_CHROOT',
  breaks: 'Breaks if it uses chroot, as package builders and sshd do.',
});
