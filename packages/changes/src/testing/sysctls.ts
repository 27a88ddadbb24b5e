import { absent, cases, denied, type Case } from './cases.js';

/** Cases of a change that sets a sysctl of the host. */
export const setting = (name: string, open: string, closed: string): readonly Case[] =>
  cases({
    mends: {
      'it is open': [
        ({ host }) => (host.sysctls = { [name]: open, 'kernel.other': '1' }),
        ({ host }) => (host.sysctls = { [name]: closed, 'kernel.other': '1' }),
      ],
    },
    leaves: {
      'it is closed': ({ host }) => (host.sysctls = { [name]: closed }),
      'it was not read': ({ host }) => (host.sysctls = {}),
      'it cannot be read': ({ host }) => (host.sysctls = { [name]: denied }),
      'the kernel has none': ({ host }) => (host.sysctls = { [name]: absent }),
    },
  });
