import { setSysctl } from '../sysctl.js';

/** The kernel takes no more modules until it is started again (Documentation/admin-guide/sysctl/kernel.rst). */
export const disableModuleLoading = setSysctl('kernel.modules_disabled', '1', (value) => value === '0', {
  id: 'disable-module-loading',
  title: 'Let the kernel take no more modules',
  breaks:
    'Breaks if the host needs a module later: a new device, a file system, a firewall rule. It lasts until the next start.',
  wall: 'capabilities',
});
