import { few, isSafeSysctl } from '@shoji/posture';
import { defineRule, fail, pass } from '../rule.js';

/** The runtime made settings of the kernel for the container beyond the harmless ones. */
export const unsafeSysctlSet = defineRule({
  id: 'unsafe-sysctl-set',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'Settings of the kernel were made for it that are not known to be harmless',
  rationale:
    'A setting that belongs to a namespace changes what the kernel does for those in it: to forward packets, to believe redirects, to keep more messages in memory than any limit counts. A few are known to touch nobody else; of the others each has to be looked at.',
  remediation:
    'docker, podman: leave out --sysctl. compose: leave out sysctls. Kubernetes: leave out securityContext.sysctls. LXC: leave out lxc.sysctl.',
  references: ['Pod Security Standards baseline sysctls', 'sysctl(8)', 'namespaces(7)'],
  reads: { sysctls: (_, { traits }) => traits.sysctls },
  unsupported: 'not-applicable',
  evaluate: ({ sysctls }) => {
    const unsafe = sysctls.filter((name) => !isSafeSysctl(name));
    return unsafe.length === 0 ? pass : fail(`sets ${few(unsafe)}`);
  },
});
