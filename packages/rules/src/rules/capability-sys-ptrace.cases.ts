import { capabilityCases } from '../testing/capability-cases.js';
import { denied, fails, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  ...capabilityCases('CAP_SYS_PTRACE', 'medium'),
  fails('it is held next to the host pid namespace', (p) => {
    p.capabilities.permitted = ['CAP_SYS_PTRACE'];
    p.namespaces.pid = 'host';
  }),
  fails('it is held and the pid namespace cannot be read', (p) => {
    p.capabilities.permitted = ['CAP_SYS_PTRACE'];
    p.namespaces.pid = denied;
  }),
];
