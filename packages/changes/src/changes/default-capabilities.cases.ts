import { classicCapabilities } from '@shoji/posture';
import { dockerCapabilities } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it has every one': [
      ({ posture: { capabilities } }) => {
        for (const set of ['effective', 'permitted', 'bounding'] as const)
          capabilities[set] = [...classicCapabilities].sort();
      },
      ({ posture: { capabilities } }) => {
        for (const set of ['effective', 'permitted', 'bounding'] as const)
          capabilities[set] = [...dockerCapabilities];
      },
    ],
    'docker’s default filter follows': [
      ({ posture: { capabilities }, traits }) => {
        capabilities.bounding = ['CAP_CHOWN', 'CAP_SYS_ADMIN'];
        traits.systemCalls = [
          ...['bpf', 'fsmount', 'io_uring_setup', 'mknod', 'mknodat', 'mount', 'move_mount'],
          ...['perf_event_open', 'process_vm_writev', 'ptrace', 'setns', 'unshare'],
        ];
      },
      ({ posture: { capabilities }, traits }) => {
        capabilities.bounding = ['CAP_CHOWN'];
        traits.systemCalls = ['io_uring_setup', 'mknod', 'mknodat', 'process_vm_writev', 'ptrace'];
      },
    ],
    'a filter of its own stays': [
      ({ posture: { capabilities }, traits }) => {
        capabilities.bounding = ['CAP_SYS_ADMIN'];
        traits.systemCalls = ['mount'];
      },
      ({ posture: { capabilities } }) => (capabilities.bounding = []),
    ],
  },
  leaves: {
    'it has the default ones': () => undefined,
    'it has fewer': ({ posture: { capabilities } }) => (capabilities.bounding = ['CAP_CHOWN']),
    'what is beyond them cannot be read': ({ posture: { capabilities } }) => (capabilities.bounding = denied),
  },
});
