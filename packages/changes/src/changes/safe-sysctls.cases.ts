import { cases } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it forwards packets': [
      ({ traits }) => (traits.sysctls = ['net.ipv4.ip_forward', 'net.ipv4.ping_group_range']),
      ({ traits }) => (traits.sysctls = ['net.ipv4.ping_group_range']),
    ],
  },
  leaves: {
    'harmless ones are set': ({ traits }) => (traits.sysctls = ['net.ipv4.ping_group_range']),
    'no runtime made it': ({ traits }) => (traits.sysctls = { unsupported: 'no runtime' }),
    'its runtime’s record cannot be read': ({ traits }) => (traits.sysctls = { unreadable: 'EACCES' }),
    'nobody tells': () => undefined,
  },
});
