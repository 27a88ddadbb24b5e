import { defineChange } from '../change.js';
import { defaultSystemCalls } from '../default-profile.js';
import { ofContainer } from '../remedies.js';

/** System calls that containers have no use for no longer reach the kernel (seccomp(2)). */
export const defaultSeccomp = defineChange({
  id: 'default-seccomp',
  title: 'Filter its system calls as the runtime does by default',
  walls: ['seccomp'],
  effort: 'low',
  revision: 2,
  remedies: ofContainer({
    docker: 'Leave out --security-opt seccomp=unconfined and --privileged.',
    compose: 'Leave out seccomp:unconfined under security_opt, and privileged.',
    kubernetes: 'securityContext:\n  privileged: false\n  seccompProfile:\n    type: RuntimeDefault',
    podman: 'Leave out --security-opt seccomp=unconfined and --privileged.',
    lxc: 'lxc.include = /usr/share/lxc/config/common.conf   # or: lxc.seccomp.profile = /usr/share/lxc/config/common.seccomp',
    daemon:
      'docker: leave out "seccomp-profile": "unconfined" in daemon.json. kubelet: seccompDefault: true. containerd (ctr) filters nothing unless asked: --seccomp.',
  }),
  breaks:
    'Breaks if it uses a system call that the filter refuses: io_uring, bpf, keyctl, or mount without SYS_ADMIN.',
  verify: `grep -q '^Seccomp:[[:space:]]*2$' /proc/$PID/status`,
  amend: (subject) =>
    subject.posture.seccomp.mode === 'disabled'
      ? {
          posture: { seccomp: { mode: 'filter', filters: 1 } },
          traits: { systemCalls: defaultSystemCalls(subject) },
        }
      : null,
});
