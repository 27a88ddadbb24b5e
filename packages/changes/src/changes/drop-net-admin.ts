import { dropCapabilities } from '../capability-sets.js';

/** It can no longer set up networks. */
export const dropNetAdmin = dropCapabilities(['CAP_NET_ADMIN'], {
  id: 'drop-net-admin',
  title: 'Drop NET_ADMIN',
  breaks: 'Breaks if it sets addresses, routes or firewall rules, as VPNs and network plugins do.',
});
