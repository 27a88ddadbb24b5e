import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

export const cases: readonly Case[] = [
  passes('every process is under one profile', asIs),
  passes('one differs at another wall', asIs, {
    traits: { deviations: [deviating('user', 'runs as root')] },
  }),
  fails('one is under none', asIs, {
    traits: { deviations: [deviating('lsm', 'apparmor label unconfined')] },
  }),
  fails('one is under a child profile', asIs, {
    traits: { deviations: [deviating('lsm', 'apparmor label a//child (enforce)')] },
    severity: 'low',
  }),
  isUnknown('the profile of init cannot be read', (p) => (p.lsm.apparmor = denied)),
];
