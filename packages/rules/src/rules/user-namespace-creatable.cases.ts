import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
const anybody = { sysctls: { 'user.max_user_namespaces': '7000' } };
const nobody = { sysctls: { 'user.max_user_namespaces': '0' } };

export const cases: readonly Case[] = [
  passes('the filter refuses unshare', asIs, { host: anybody, traits: { systemCalls: ['ptrace'] } }),
  passes('there is no filter, but the host lets nobody', (p) => (p.seccomp.mode = 'disabled'), {
    host: nobody,
  }),
  passes('strict mode is in force', (p) => (p.seccomp.mode = 'strict'), { host: anybody }),
  fails('there is no filter', (p) => (p.seccomp.mode = 'disabled'), { host: anybody }),
  fails('the kernel has no filters', (p) => (p.seccomp.mode = absent), { host: anybody }),
  fails('the filter lets unshare through', asIs, { host: anybody, traits: { systemCalls: ['unshare'] } }),
  isUnknown('what the filter says is not known', asIs, { host: anybody }),
  isUnknown('whether the host lets anybody was not read', (p) => (p.seccomp.mode = 'disabled')),
  isUnknown('whether there is a filter cannot be read', (p) => (p.seccomp.mode = denied), { host: anybody }),
];
