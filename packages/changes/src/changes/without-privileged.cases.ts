import { classicCapabilities, type Subject } from '@shoji/posture';
import { dockerCapabilities } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const privileged = ({ posture }: Subject): void => {
  for (const set of ['effective', 'permitted', 'bounding'] as const)
    posture.capabilities[set] = [...classicCapabilities].sort();
  posture.seccomp = { mode: 'disabled', filters: 0 };
  posture.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
  posture.filesystem.exposedPaths = ['/proc/sys'];
  posture.filesystem.readonlyPaths = [];
  posture.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }];
  posture.cgroups.writable = true;
};

export const table = cases({
  mends: {
    'it has every capability and no filter': [
      privileged,
      ({ posture, traits }) => {
        for (const set of ['effective', 'permitted', 'bounding'] as const)
          posture.capabilities[set] = [...dockerCapabilities];
        posture.seccomp = { mode: 'filter', filters: 1 };
        posture.lsm.apparmor = { profile: 'docker-default', mode: 'enforce' };
        posture.filesystem.exposedPaths = [];
        posture.filesystem.readonlyPaths = ['/proc/sys'];
        posture.filesystem.devices = [];
        posture.cgroups.writable = false;
        traits.systemCalls = ['io_uring_setup', 'mknod', 'mknodat', 'process_vm_writev', 'ptrace'];
      },
    ],
  },
  leaves: {
    'it has a filter': (subject) => {
      privileged(subject);
      subject.posture.seccomp.mode = 'filter';
    },
    'it lacks a capability': (subject) => {
      privileged(subject);
      subject.posture.capabilities.bounding = [...classicCapabilities].slice(1);
    },
    'what it may have cannot be read': (subject) => {
      privileged(subject);
      subject.posture.capabilities.bounding = denied;
    },
    'its runtime has no such flag': (subject) => {
      privileged(subject);
      subject.traits.runtime = 'lxc';
    },
  },
});
