import { absent, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it has its own', (p) => (p.namespaces.network = 'own')),
  passes('it shares one with another container', (p) => (p.namespaces.network = 'container')),
  fails('it is in the one of the host', (p) => (p.namespaces.network = 'host')),
  fails('the kernel has no such namespaces', (p) => (p.namespaces.network = absent)),
  isUnknown('the link cannot be read', (p) => (p.namespaces.network = denied)),
];
