import { cases, denied } from '../testing/cases.js';

const usual = ['io_uring_setup', 'mknod', 'mknodat', 'process_vm_writev', 'ptrace'];

export const table = cases({
  mends: {
    'nothing is filtered': [
      ({ posture: { seccomp } }) => Object.assign(seccomp, { mode: 'disabled', filters: 0 }),
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'filter', filters: 1 });
        traits.systemCalls = usual;
      },
    ],
    'docker is new enough to refuse io_uring': [
      ({ posture: { seccomp }, host }) => {
        Object.assign(seccomp, { mode: 'disabled', filters: 0 });
        host.runtimes = [{ name: 'docker', version: '26.1.5+dfsg1', configuration: {} }];
      },
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'filter', filters: 1 });
        traits.systemCalls = usual.slice(1);
      },
    ],
    'docker is too old to let everybody write the memory of others': [
      ({ posture: { seccomp }, host }) => {
        Object.assign(seccomp, { mode: 'disabled', filters: 0 });
        host.runtimes = [{ name: 'docker', version: '20.10.24+dfsg1', configuration: {} }];
      },
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'filter', filters: 1 });
        traits.systemCalls = usual.filter((call) => call !== 'process_vm_writev');
      },
    ],
    'capabilities open their calls': [
      ({ posture: { seccomp, capabilities } }) => {
        Object.assign(seccomp, { mode: 'disabled', filters: 0 });
        capabilities.bounding = ['CAP_DAC_READ_SEARCH', 'CAP_SYS_MODULE'];
      },
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'filter', filters: 1 });
        traits.systemCalls = [...usual, 'finit_module', 'init_module', 'open_by_handle_at'].sort();
      },
    ],
    'the filter of its runtime is not known': [
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'disabled', filters: 0 });
        traits.runtime = 'lxc';
      },
      ({ posture: { seccomp }, traits }) => {
        Object.assign(seccomp, { mode: 'filter', filters: 1 });
        traits.systemCalls = { unreadable: 'what the default filter of this runtime says is not known' };
      },
    ],
  },
  leaves: {
    'there is a filter': ({ posture: { seccomp } }) => (seccomp.mode = 'filter'),
    'only read, write and exit pass': ({ posture: { seccomp } }) => (seccomp.mode = 'strict'),
    'it cannot be read': ({ posture: { seccomp } }) => (seccomp.mode = denied),
  },
});
