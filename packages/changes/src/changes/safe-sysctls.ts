import { isKnown, isSafeSysctl } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** The kernel does for it what it does for every container, but for what is known to be harmless. */
export const safeSysctls = defineChange({
  id: 'safe-sysctls',
  title: 'Make no settings of the kernel for it but harmless ones',
  walls: ['namespaces'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --sysctl.',
    compose: 'Leave out sysctls.',
    kubernetes: 'securityContext:\n  sysctls: []   # of the pod',
    podman: 'Leave out --sysctl.',
    lxc: 'Leave out lxc.sysctl.',
    daemon: 'podman: leave out default_sysctls in containers.conf.',
  }),
  breaks: 'Breaks if it needs what was set: a proxy or a VPN that forwards, a database with its own limits.',
  verify: null,
  amend: ({ traits: { sysctls } }) =>
    sysctls !== undefined && isKnown(sysctls) && !sysctls.every(isSafeSysctl)
      ? { traits: { sysctls: sysctls.filter(isSafeSysctl) } }
      : null,
});
