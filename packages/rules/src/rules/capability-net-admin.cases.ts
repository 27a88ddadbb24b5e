import { capabilityCases } from '../testing/capability-cases.js';
import { denied, fails, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  ...capabilityCases('CAP_NET_ADMIN', 'medium'),
  fails('it is held next to the host network namespace', (p) => {
    p.capabilities.permitted = ['CAP_NET_ADMIN'];
    p.namespaces.network = 'host';
  }),
  fails('it is held and the network namespace cannot be read', (p) => {
    p.capabilities.permitted = ['CAP_NET_ADMIN'];
    p.namespaces.network = denied;
  }),
];
