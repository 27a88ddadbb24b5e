import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('a quota is set, as --cpu-quota does', (p) => (p.cgroups.cpu.quota = 50000)),
  passes('a weight is set, as --cpu-shares does', (p) => (p.cgroups.cpu.weight = 20)),
  passes('a set of processors is given', (p) => (p.cgroups.cpu.cpus = '0')),
  passes('a quota is set and the rest cannot be read', (p) => {
    p.cgroups.cpu = { ...p.cgroups.cpu, quota: 50000, weight: denied, cpus: denied };
  }),
  fails('nothing is set', asIs),
  fails('the kernel shares out nothing', (p) => {
    p.cgroups.cpu = { quota: absent, period: absent, weight: absent, cpus: absent };
  }),
  isUnknown('one of them cannot be read', (p) => (p.cgroups.cpu.weight = denied)),
];
