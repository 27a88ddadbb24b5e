import { absent, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it has its own', (p) => (p.namespaces.cgroup = 'own')),
  passes('it shares one with another container', (p) => (p.namespaces.cgroup = 'container')),
  fails('it is in the one of the host', (p) => (p.namespaces.cgroup = 'host')),
  fails('the kernel has no such namespaces', (p) => (p.namespaces.cgroup = absent)),
  isUnknown('the link cannot be read', (p) => (p.namespaces.cgroup = denied)),
];
