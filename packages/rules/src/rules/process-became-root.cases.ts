import { asIs, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';
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
      remap(p);
    },
    { traits: { deviations: [deviating('user', 'runs as root')] }, severity: 'low' },
  ),
  isUnknown('who init is cannot be read', (p) => (p.user.uid = denied)),
];
