import { dropCapabilities } from '../capability-sets.js';

/** It can no longer read and forge raw packets. */
export const dropNetRaw = dropCapabilities(['CAP_NET_RAW'], {
  id: 'drop-net-raw',
  title: 'Drop NET_RAW',
  breaks: 'Breaks if it captures packets, or pings on a host whose net.ipv4.ping_group_range leaves it out.',
});
