import { cases, denied, remapped, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    '/dev/mem can be made and opened': () => undefined,
  },
  blocked: {
    'it lost CAP_SYS_RAWIO': ['capabilities', without('CAP_SYS_RAWIO')],
    'its capabilities are not the host’s': ['user', remapped],
    'there is no node and none can be made': ['filesystem', without('CAP_MKNOD')],
    'the device cgroup allows /dev/null only': [
      'cgroups',
      ({ posture }) => void (posture.cgroups.devices = [{ type: 'c', major: 1, minor: 3, access: 'rwm' }]),
    ],
    'the kernel is locked down': ['lsm', ({ host }) => void (host.lockdown = 'confidentiality')],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'the device programs of cgroup v2 cannot be read': ({ posture }) =>
      void (posture.cgroups.devices = denied),
  },
});
