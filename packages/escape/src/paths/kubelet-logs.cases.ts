import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped } from '../testing/cases.js';

export const table = cases({
  open: {},
  blocked: {
    '/var/log is read-only': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/var/log', { readonly: true })]),
    ],
    'no log is mounted': ['filesystem', ({ posture }) => void (posture.filesystem.mounts = [bind('/srv')])],
    'its root is nobody on the host': [
      'user',
      (subject) => {
        subject.posture.filesystem.mounts = [bind('/var/log')];
        remapped(subject);
      },
    ],
  },
  possible: {
    '/var/log can be written': ({ posture }) => void (posture.filesystem.mounts = [bind('/var/log')]),
    '/var can be written': ({ posture }) => void (posture.filesystem.mounts = [bind('/var')]),
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
  },
});
