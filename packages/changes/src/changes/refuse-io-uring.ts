import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** A part of the kernel in which many flaws were found can no longer be reached (io_uring(7)). */
export const refuseIoUring = defineChange({
  id: 'refuse-io-uring',
  title: 'Refuse it io_uring',
  walls: ['seccomp'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker:
      '--security-opt seccomp=PROFILE.json   # the default profile without io_uring_enter, io_uring_register, io_uring_setup',
    compose: 'security_opt: [seccomp:PROFILE.json]   # the default profile without io_uring_*',
    kubernetes:
      'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: PROFILE.json   # the default one without io_uring_*',
    podman: '--security-opt seccomp=PROFILE.json   # the default profile without io_uring_*',
    lxc: 'lxc.seccomp.profile = PROFILE   # io_uring_setup errno 1',
    daemon:
      'host: docker 25 or containerd 2.0, whose default filters refuse it; or kernel.io_uring_disabled = 2 (Linux 6.6 and newer)',
  }),
  breaks: 'Breaks if it does its input and output through io_uring and has no other way, as few programs do.',
  verify: null,
  amend: ({ posture: { seccomp }, traits: { systemCalls } }) =>
    seccomp.mode === 'filter' &&
    systemCalls !== undefined &&
    isKnown(systemCalls) &&
    systemCalls.includes('io_uring_setup')
      ? { traits: { systemCalls: systemCalls.filter((call) => call !== 'io_uring_setup') } }
      : null,
});
