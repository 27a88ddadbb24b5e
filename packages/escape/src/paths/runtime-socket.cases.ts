import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped, underAppArmor, underSelinux } from '../testing/cases.js';

export const table = cases({
  open: {
    'docker.sock is mounted': ({ posture }) => void (posture.filesystem.mounts = [bind('/run/docker.sock')]),
    '/run is mounted read-only': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/run', { readonly: true })]),
    'the root of the host is mounted': ({ posture }) => void (posture.filesystem.mounts = [bind('/')]),
    'AppArmor’s default profile is enforced, which does not ask about sockets': (subject) => {
      subject.posture.filesystem.mounts = [bind('/run/docker.sock')];
      underAppArmor(subject);
    },
  },
  blocked: {
    'nothing of the host is mounted': ['filesystem', ({ posture }) => void (posture.filesystem.mounts = [])],
    'its root is nobody on the host': ['user', remapped],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
    'its user cannot be read': ({ posture }) => void (posture.user.hostUid = denied),
  },
});
