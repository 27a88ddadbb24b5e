import { cases, denied, remapped } from '../testing/cases.js';

export const table = cases({
  open: {
    'runc is older than the fix': ({ host }) =>
      void (host.runtimes = [{ name: 'runc', version: '1.1.11', configuration: {} }]),
  },
  blocked: {
    'runc is mended': [
      'filesystem',
      ({ host }) => void (host.runtimes = [{ name: 'runc', version: '1.2.8', configuration: {} }]),
    ],
    'runc is newer': [
      'filesystem',
      ({ host }) => void (host.runtimes = [{ name: 'runc', version: '1.4.0', configuration: {} }]),
    ],
    'its root is nobody on the host': ['user', remapped],
  },
  possible: {
    'a distribution may have mended it': ({ host }) =>
      void (host.runtimes = [{ name: 'runc', version: '1.1.5+ds1-1+deb12u1', configuration: {} }]),
    'the version is not known': ({ host }) =>
      void (host.runtimes = [{ name: 'runc', version: denied, configuration: {} }]),
  },
});
