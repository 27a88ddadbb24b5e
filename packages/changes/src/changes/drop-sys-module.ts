import { dropCapabilities } from '../capability-sets.js';

/** It can no longer load modules into the kernel. */
export const dropSysModule = dropCapabilities(['CAP_SYS_MODULE'], {
  id: 'drop-sys-module',
  title: 'Drop SYS_MODULE',
  breaks:
    'Breaks if it loads modules into the kernel, as drivers and VPN tools do: load them on the host instead.',
});
