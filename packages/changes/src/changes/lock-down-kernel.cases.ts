import { absent, cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it is off': [({ host }) => (host.lockdown = 'none'), ({ host }) => (host.lockdown = 'integrity')],
  },
  leaves: {
    'it is on': ({ host }) => (host.lockdown = 'confidentiality'),
    'it cannot be read': ({ host }) => (host.lockdown = denied),
    'the kernel has none': ({ host }) => (host.lockdown = absent),
  },
});
