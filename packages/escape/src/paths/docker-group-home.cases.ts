import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped, underSelinux } from '../testing/cases.js';

export const table = cases({
  open: {
    'a member’s home can be written': ({ host, posture }) => {
      posture.filesystem.mounts = [bind('/home')];
      host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { 'socket:/run/docker.sock users': 'ada' } },
      ];
    },
    'it can be, and the member drives a second daemon': ({ host, posture }) => {
      posture.filesystem.mounts = [bind('/home')];
      host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { 'socket:/run/docker.sock users': '' } },
        { name: 'docker', version: '24.0.5', configuration: { 'socket:/run/other.sock users': 'ada' } },
      ];
    },
  },
  blocked: {
    'nobody is a member': [
      'user',
      ({ host, posture }) => {
        posture.filesystem.mounts = [bind('/home')];
        host.runtimes = [
          { name: 'docker', version: '24.0.5', configuration: { 'socket:/run/docker.sock users': '' } },
        ];
      },
    ],
    'homes are read-only': [
      'filesystem',
      ({ host, posture }) => {
        posture.filesystem.mounts = [bind('/home', { readonly: true })];
        host.runtimes = [
          { name: 'docker', version: '24.0.5', configuration: { 'socket:/run/docker.sock users': 'ada' } },
        ];
      },
    ],
    'its root is nobody on the host': ['user', remapped],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'who is a member cannot be read': ({ host, posture }) => {
      posture.filesystem.mounts = [bind('/home')];
      host.runtimes = [{ name: 'docker', version: '24.0.5', configuration: denied }];
    },
    'it is not known': ({ host, posture }) => {
      posture.filesystem.mounts = [bind('/home')];
      host.runtimes = [{ name: 'docker', version: '24.0.5', configuration: {} }];
    },
  },
});
