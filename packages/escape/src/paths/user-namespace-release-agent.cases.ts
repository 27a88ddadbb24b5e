import { cases, denied, filtered, underAppArmor } from '../testing/cases.js';

export const table = cases({
  open: {
    'the kernel is older than the fix': ({ host }) => void (host.kernel = '5.10.96'),
  },
  blocked: {
    'the kernel is mended': ['cgroups', ({ host }) => void (host.kernel = '5.10.97')],
    'the kernel is newer than every fix': ['cgroups', ({ host }) => void (host.kernel = '6.1.0-56-amd64')],
    'nobody may make user namespaces': [
      'user',
      ({ host }) => void (host.sysctls = { 'user.max_user_namespaces': '0' }),
    ],
    'AppArmor refuses to mount': ['lsm', underAppArmor],
    'the filter refuses to unshare': ['seccomp', filtered([])],
  },
  possible: {
    'a distribution may have mended it': ({ host }) => void (host.kernel = '5.10.0-9-amd64'),
    'the kernel does not tell': ({ host }) => void (host.kernel = denied),
    'what the filter says is not known': filtered(),
  },
});
