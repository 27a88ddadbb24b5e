import { cases, denied, remapped } from '../testing/cases.js';

export const table = cases({
  open: {
    'containerd is older than the fix': ({ host }) =>
      void (host.runtimes = [{ name: 'containerd', version: '1.4.2', configuration: {} }]),
  },
  blocked: {
    'containerd is mended': [
      'filesystem',
      ({ host }) => void (host.runtimes = [{ name: 'containerd', version: '1.4.3', configuration: {} }]),
    ],
    'containerd is far newer': [
      'filesystem',
      ({ host }) => void (host.runtimes = [{ name: 'containerd', version: '1.7.13', configuration: {} }]),
    ],
    'its network is its own': ['namespaces', ({ posture }) => void (posture.namespaces.network = 'own')],
    'its root is nobody on the host': ['user', remapped],
  },
  possible: {
    'a distribution may have mended it': ({ host }) =>
      void (host.runtimes = [{ name: 'containerd', version: '1.4.1~ds1-2', configuration: {} }]),
    'the version is not known': ({ host }) =>
      void (host.runtimes = [{ name: 'containerd', version: denied, configuration: {} }]),
    'no containerd is known': ({ host }) => void (host.runtimes = []),
  },
});
