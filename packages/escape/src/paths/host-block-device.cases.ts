import { cases, denied, remapped, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'a disk is below /dev': ({ posture }) =>
      void (posture.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }]),
    'there is none, but it can make one': ({ posture }) => void (posture.filesystem.devices = []),
  },
  blocked: {
    'there is no node and none can be made': [
      'filesystem',
      (subject) => {
        subject.posture.filesystem.devices = [];
        without('CAP_MKNOD')(subject);
      },
    ],
    'cgroup v2 shows no list, and its runtime set one without block devices': [
      'cgroups',
      ({ posture, traits }) => {
        posture.cgroups.devices = denied;
        traits.deviceRules = [{ type: 'c', major: 1, minor: 3, access: 'rwm' }];
      },
    ],
    'the device cgroup allows only character devices': [
      'cgroups',
      ({ posture }) => void (posture.cgroups.devices = [{ type: 'c', major: 1, minor: 3, access: 'rwm' }]),
    ],
    'its root is nobody on the host': ['user', remapped],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'the device programs of cgroup v2 cannot be read': ({ posture }) =>
      void (posture.cgroups.devices = denied),
    'its devices cannot be listed': ({ posture }) => void (posture.filesystem.devices = denied),
  },
});
