import { cases, denied, filtered, remapped, underAppArmor, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'it may mount': () => undefined,
    'a hierarchy can be written under every other wall': (subject) => {
      subject.posture.cgroups.writable = true;
      underAppArmor(subject);
      filtered([])(subject);
    },
  },
  blocked: {
    'the host has version 2': ['cgroups', ({ host }) => void (host.cgroupMode = 'v2')],
    'it lost CAP_SYS_ADMIN': ['capabilities', without('CAP_SYS_ADMIN')],
    'its capabilities are not the host’s': ['user', remapped],
    'AppArmor refuses to mount': ['lsm', underAppArmor],
    'the filter refuses to mount': ['seccomp', filtered([])],
  },
  possible: {
    'what the filter says is not known': filtered(),
    'the version cannot be read': ({ host }) => void (host.cgroupMode = denied),
  },
});
