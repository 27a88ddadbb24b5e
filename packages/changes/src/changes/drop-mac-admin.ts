import { dropCapabilities } from '../capability-sets.js';

/** It can no longer change or pass the policy of the security module. */
export const dropMacAdmin = dropCapabilities(['CAP_MAC_ADMIN', 'CAP_MAC_OVERRIDE'], {
  id: 'drop-mac-admin',
  title: 'Drop MAC_ADMIN and MAC_OVERRIDE',
  breaks: 'Breaks if it loads policies of a security module, as a container manager inside does.',
});
