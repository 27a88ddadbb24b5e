import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it has its own of each', asIs),
  fails('it is in the network of another container', (p) => (p.namespaces.network = 'container')),
  fails('it is in the PID namespace of the host', (p) => (p.namespaces.pid = 'host')),
  fails('one is shared, and another cannot be read', (p) => {
    p.namespaces.ipc = 'container';
    p.namespaces.pid = denied;
  }),
  isUnknown('one cannot be read', (p) => (p.namespaces.ipc = denied)),
];
