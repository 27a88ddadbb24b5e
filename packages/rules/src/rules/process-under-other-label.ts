import { evidenceOf, isUnreadable } from '@shoji/posture';
import { judgeDeviations } from '../deviations.js';
import { defineRule, unknown } from '../rule.js';

/** The security module holds a process differently from the container’s init. */
export const processUnderOtherLabel = defineRule({
  id: 'process-under-other-label',
  wall: 'lsm',
  severity: 'medium',
  revision: 1,
  title: 'A process of the container is under another profile',
  rationale:
    'The profile of the container is not that of this process: it was started from outside without one, or it changed its profile itself. Out of any profile weighs medium, any other one low, for what it allows is not known.',
  remediation:
    'Find the process by its executable and end it where nobody knows it; do not start programs in the container by nsenter. Keep change_profile and change_hat out of the profile.',
  references: ['CIS Docker 1.6.0 5.2', 'apparmor(7)', 'selinux(8)'],
  reads: { deviations: (_, { traits }) => traits.deviations },
  considers: { apparmor: (c) => c.lsm.apparmor, selinux: (c) => c.lsm.selinux },
  unsupported: 'not-applicable',
  evaluate: ({ deviations, apparmor, selinux }) => {
    const verdict = judgeDeviations(deviations, 'lsm', undefined, ({ difference }) =>
      / label (unconfined$|.*:unconfined_t(:|$))/.test(difference) ? undefined : 'low',
    );
    const unread = Object.entries({ apparmor, selinux }).filter(([, label]) => isUnreadable(label));
    return verdict.state === 'pass' && unread.length > 0
      ? unknown(() => unread.map(([module, label]) => evidenceOf(`lsm.${module}`, label)))
      : verdict;
  },
});
