import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

export const cases: readonly Case[] = [
  passes('every process is the user that init is', (p) => (p.user.uid = 1000)),
  passes('one gave up gaining privileges', asIs, {
    traits: { deviations: [deviating('user', 'no_new_privs is on')] },
  }),
  fails('somebody is in it as root', (p) => (p.user.uid = 1000), {
    traits: { deviations: [deviating('user', 'runs as root')] },
  }),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.namespaces.user = 'own';
      p.user.uidMappings = [{ containerId: 0, hostId: 100000, size: 65536 }];
    },
    { traits: { deviations: [deviating('user', 'runs as root')] }, severity: 'low' },
  ),
  isUnknown('who init is cannot be read', (p) => (p.user.uid = denied)),
];
