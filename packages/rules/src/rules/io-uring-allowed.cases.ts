import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
const docker = (version: string) => ({
  runtimes: [{ name: 'docker', version, configuration: {} }],
});

export const cases: readonly Case[] = [
  passes('docker 25 left it out of its profile', asIs, {
    traits: { systemCalls: ['ptrace'] },
    host: docker('25.0.3'),
  }),
  passes('the kernel refuses it to all', (p) => (p.seccomp.mode = 'disabled'), {
    host: { sysctls: { 'kernel.io_uring_disabled': '2' } },
  }),
  passes('the kernel is older', asIs, { host: { kernel: '4.19.0-6-amd64' } }),
  passes('strict mode is in force', (p) => (p.seccomp.mode = 'strict')),
  fails('docker 24 has it in its profile', asIs, {
    traits: { systemCalls: ['io_uring_setup'] },
    host: docker('24.0.7'),
  }),
  fails('there is no filter', (p) => (p.seccomp.mode = 'disabled')),
  isUnknown('what the filter says is not known', asIs, { host: docker('25.0.3') }),
  isUnknown('whether there is one cannot be read', (p) => (p.seccomp.mode = denied)),
];
