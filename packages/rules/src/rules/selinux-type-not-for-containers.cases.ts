import { asIs, denied, fails, isNotApplicable, isUnknown, passes, type Case } from '../testing/cases.js';
const label = {
  user: 'system_u',
  role: 'system_r',
  type: 'container_t',
  level: 's0:c1,c2',
  mode: 'enforcing' as const,
};

export const cases: readonly Case[] = [
  passes('it is container_t with two categories', (p) => (p.lsm.selinux = label)),
  fails('it is spc_t', (p) => (p.lsm.selinux = { ...label, type: 'spc_t' })),
  fails('it has no categories', (p) => (p.lsm.selinux = { ...label, level: 's0' }), { severity: 'low' }),
  isUnknown('the label cannot be read', (p) => (p.lsm.selinux = denied)),
  isNotApplicable('the host has no SELinux', asIs),
];
