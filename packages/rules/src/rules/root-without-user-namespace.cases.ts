import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it runs as user 1000', (p) => (p.user.hostUid = 1000)),
  passes('its root is user 300000 of the host', (p) => {
    p.namespaces.user = 'own';
    p.user.hostUid = 300000;
  }),
  fails('it runs as root', asIs),
  fails('its user namespace maps root to root', (p) => (p.namespaces.user = 'own')),
  isUnknown('the ids cannot be read', (p) => (p.user.hostUid = denied)),
];
