import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it has its own', asIs),
  fails('it is in that of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('the namespace cannot be read', (p) => (p.namespaces.mount = denied)),
];
