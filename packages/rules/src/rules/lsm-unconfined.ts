import { confinedByModule, evidenceOf } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** No security module confines the container: none is active, it is exempt, or its profile only complains. */
export const lsmUnconfined = defineRule({
  id: 'lsm-unconfined',
  wall: 'lsm',
  severity: 'medium',
  revision: 1,
  title: 'No security module confines the container',
  rationale:
    'AppArmor and SELinux hold where root and capabilities pass every other check: mounting, writing below /proc and /sys, tracing. A profile that only complains stops nothing, and a kernel without a security module is not safer for having none.',
  remediation:
    'docker: leave out --security-opt apparmor=unconfined and label=disable. compose: the same in security_opt. Kubernetes: appArmorProfile.type: RuntimeDefault, and no spc_t in seLinuxOptions. On a host without either, boot with AppArmor or SELinux.',
  references: [
    'CIS Docker 1.6.0 5.2',
    'CIS Docker 1.6.0 5.3',
    'PSS baseline appArmorProfile',
    'apparmor(7)',
    'selinux(8)',
  ],
  reads: {},
  // One module that confines settles it, whatever the other says.
  considers: { apparmor: (c) => c.lsm.apparmor, selinux: (c) => c.lsm.selinux },
  unsupported: 'fail',
  evaluate: ({ apparmor, selinux }) => {
    const evidence = () => [evidenceOf('lsm.apparmor', apparmor), evidenceOf('lsm.selinux', selinux)];
    const confined = confinedByModule({ apparmor, selinux });
    if (confined === true) return { ...pass, evidence };
    return confined === null ? unknown(evidence) : fail(evidence);
  },
});
