import { asIs, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';
const passing = (...systemCalls: string[]) => ({ traits: { systemCalls } });

export const cases: readonly Case[] = [
  passes('the profile is docker’s own', asIs, passing('mknod', 'mknodat', 'ptrace', 'process_vm_writev')),
  passes('strict mode is in force', (p) => (p.seccomp.mode = 'strict')),
  fails('a profile of one’s own lets key rings through', asIs, { ...passing('keyctl'), severity: 'low' }),
  fails('mount passes, but CAP_SYS_ADMIN is in the way', asIs, { ...passing('mount'), severity: 'low' }),
  fails(
    'the runtime opened mount along with CAP_SYS_ADMIN',
    (p) => (p.capabilities.permitted = ['CAP_SYS_ADMIN']),
    passing('mount'),
  ),
  fails(
    'it may hold the capability that opens a call',
    (p) => {
      p.capabilities = { ...p.capabilities, permitted: denied };
    },
    passing('init_module'),
  ),
  fails(
    'it holds it over a private user namespace only',
    (p) => {
      p.capabilities.permitted = ['CAP_SYS_ADMIN'];
      remap(p);
    },
    { ...passing('mount'), severity: 'low' },
  ),
  fails('there is no filter', (p) => (p.seccomp.mode = 'disabled')),
  isUnknown('what the filter says is not known', asIs),
  isUnknown('what the filter says could not be resolved', asIs, { traits: { systemCalls: denied } }),
  isUnknown('whether there is one cannot be read', (p) => (p.seccomp.mode = denied)),
];
