import { dropCapabilities } from '../capability-sets.js';

/** It can no longer trace processes of others. */
export const dropSysPtrace = dropCapabilities(['CAP_SYS_PTRACE'], {
  id: 'drop-sys-ptrace',
  title: 'Drop SYS_PTRACE',
  breaks: 'Breaks if it debugs or profiles processes of other users.',
});
