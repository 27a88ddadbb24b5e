import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

export const cases: readonly Case[] = [
  passes('every process is like init', asIs),
  passes('one differs at another wall', asIs, {
    traits: { deviations: [deviating('seccomp', 'mode disabled instead of filter')] },
  }),
  fails('one was put in without the network', asIs, {
    traits: { deviations: [deviating('namespaces', 'other network namespace')] },
  }),
  isUnknown('the namespaces of init cannot be read', (p) => (p.namespaces.pid = denied)),
];
