import { cases, denied, filtered, remapped, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'nothing refuses it': () => undefined,
    'it has CAP_BPF and CAP_PERFMON alone': ({ posture: { capabilities } }) => {
      for (const set of ['effective', 'permitted', 'bounding'] as const)
        capabilities[set] = ['CAP_BPF', 'CAP_PERFMON'];
    },
  },
  blocked: {
    'it lost CAP_SYS_ADMIN': ['capabilities', without('CAP_SYS_ADMIN')],
    'its capabilities are not the host’s': ['user', remapped],
    'the filter refuses bpf': ['seccomp', filtered([])],
    'the kernel is locked down': ['lsm', ({ host }) => void (host.lockdown = 'confidentiality')],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'what the filter says cannot be read': (subject) => {
      filtered()(subject);
      subject.traits.systemCalls = denied;
    },
  },
});
