import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped, underAppArmor, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    '/etc can be written': ({ posture }) => void (posture.filesystem.mounts = [bind('/etc')]),
    'a file below /usr/bin can be written': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/usr/bin/ssh')]),
    'the root can be written under AppArmor': (subject) => {
      subject.posture.filesystem.mounts = [bind('/')];
      underAppArmor(subject);
    },
    'it is another user of the host, with CAP_DAC_OVERRIDE': ({ posture }) => {
      posture.filesystem.mounts = [bind('/etc')];
      posture.user.hostUid = 1000;
    },
  },
  blocked: {
    '/etc is read-only': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/etc', { readonly: true })]),
    ],
    'only what docker gives every container is mounted': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/var/lib/docker/volumes/data/_data')]),
    ],
    'a directory of data is mounted': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/srv/data')]),
    ],
    'its root is nobody on the host': ['user', remapped],
    'it is another user of the host': [
      'user',
      (subject) => {
        subject.posture.user.hostUid = 1000;
        without('CAP_DAC_OVERRIDE')(subject);
      },
    ],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
    'whether a mount is the host’s cannot be read': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/etc', { fromHost: denied })]),
  },
});
