import { cases, denied, filtered, remapped, underAppArmor, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'it may mount': () => undefined,
    'a hierarchy can be written': ({ posture }) => void (posture.cgroups.writable = true),
  },
  blocked: {
    'the host has version 2': ['cgroups', ({ host }) => void (host.cgroupMode = 'v2')],
    'it lost CAP_SYS_ADMIN': ['capabilities', without('CAP_SYS_ADMIN')],
    'its root is nobody on the host': ['user', remapped],
    'AppArmor refuses to mount': ['lsm', underAppArmor],
    'the filter refuses to mount': ['seccomp', filtered(['bpf'])],
  },
  possible: {
    'what the filter says is not known': filtered(),
    'whether its cgroups can be written is not known, and it may not mount': (subject) => {
      subject.posture.cgroups.writable = denied;
      without('CAP_SYS_ADMIN')(subject);
    },
  },
});
