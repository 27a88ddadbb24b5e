import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'both versions are there': [
      ({ posture, host }) => {
        posture.cgroups.version = 1;
        host.cgroupMode = 'hybrid';
      },
      ({ posture, host }) => {
        posture.cgroups.version = 2;
        host.cgroupMode = 'v2';
      },
    ],
    'which one limits it cannot be read, and stays so': [
      ({ posture, host }) => {
        posture.cgroups.version = denied;
        host.cgroupMode = 'v1';
      },
      ({ host }) => (host.cgroupMode = 'v2'),
    ],
  },
  leaves: {
    'there is only version 2': () => undefined,
    'it cannot be read': ({ host }) => (host.cgroupMode = denied),
  },
});
