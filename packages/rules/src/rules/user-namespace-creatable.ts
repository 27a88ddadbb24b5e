import { evidenceOf, userNamespacesForAnybody, type HostDocument } from '@shoji/posture';
import { filterEvidence, passesFilter } from '../seccomp.js';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** unshare passes, and the host lets anybody make user namespaces. */
export const userNamespaceCreatable = defineRule({
  id: 'user-namespace-creatable',
  wall: 'seccomp',
  severity: 'medium',
  revision: 1,
  title: 'Anybody in the container can make user namespaces',
  rationale:
    'In a user namespace of its own every process is root and reaches the parts of the kernel that were written for root: file systems, packet filters, traffic control. Most ways from an ordinary process to the kernel of the last years began so. A filter, a setting of the host or AppArmor stops it; any one is enough.',
  remediation:
    'docker: leave out --security-opt seccomp=unconfined. Kubernetes: seccompProfile.type: RuntimeDefault. Host: sysctl user.max_user_namespaces=0 where nothing needs them, or kernel.apparmor_restrict_unprivileged_userns=1.',
  references: ['CVE-2022-0185', 'CVE-2022-0492', 'ATT&CK T1068', 'user_namespaces(7)'],
  reads: {},
  // One that refuses settles it: the filter or the host.
  considers: {
    mode: (c) => c.seccomp.mode,
    known: (_, { traits }) => traits.systemCalls,
    sysctls: (_, { host }) => host.sysctls,
  },
  unsupported: 'fail',
  evaluate: ({ sysctls, ...filter }) => {
    const { open, reason } = userNamespacesForAnybody(sysctls);
    const passes = passesFilter('unshare', filter);
    const evidence = () => [
      filterEvidence('unshare', filter),
      evidenceOf('host.sysctls', userNamespaceSettings(sysctls), reason),
    ];
    if (open === false || passes === false) return { ...pass, evidence };
    return open === null || passes === null ? unknown(evidence) : fail(evidence);
  },
});

/** The settings that decide it, as far as they were read. */
const userNamespaceSettings = (sysctls: HostDocument['sysctls']) =>
  Object.fromEntries(Object.entries(sysctls).filter(([name]) => /userns|user_namespaces/.test(name)));
