import { cases, denied, filtered, remapped, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'nothing refuses it': () => undefined,
    'the filter lets modules through': filtered(['finit_module']),
  },
  blocked: {
    'it lost CAP_SYS_MODULE': ['capabilities', without('CAP_SYS_MODULE')],
    'its capabilities are not the host’s': ['user', remapped],
    'the filter refuses modules': ['seccomp', filtered(['mount'])],
    'the kernel takes no modules': [
      'user',
      ({ host }) => void (host.sysctls = { 'kernel.modules_disabled': '1' }),
    ],
    'the kernel is locked down': ['lsm', ({ host }) => void (host.lockdown = 'integrity')],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'whether the kernel is locked down cannot be read': ({ host }) => void (host.lockdown = denied),
    'whether it takes modules was not read': ({ host }) => void (host.sysctls = {}),
  },
});
