import {
  capabilityReaders,
  classicUpTo,
  confinedByModule,
  evidenceOf,
  holding,
  isKnown,
  isPrivateUserNamespace,
  isUnreadable,
  type Holding,
} from '@shoji/posture';
import { atMost, defineRule, fail, pass, unknown } from '../rule.js';

/** Every capability is held, and neither a filter nor a security module stands in the way. */
export const privilegedContainer = defineRule({
  id: 'privileged-container',
  wall: 'capabilities',
  severity: 'critical',
  revision: 1,
  title: 'Container runs without walls, as a privileged one',
  rationale:
    'It is what --privileged gives, and the same when it was put together from parts: all capabilities, no system call filter, no confining profile. Each alone leaves other walls standing; together there is nothing left that the kernel would refuse to root. Over a private user namespace it weighs low, since there the kernel still asks on the host.',
  remediation:
    'docker: leave out --privileged, and --cap-add ALL with --security-opt seccomp=unconfined and apparmor=unconfined. compose: privileged, cap_add, security_opt. Kubernetes: privileged: false.',
  references: ['CIS Docker 1.6.0 5.5', 'PSS baseline privileged', 'ATT&CK T1611', 'capabilities(7)'],
  reads: {},
  // One part that holds settles it, whatever the others are.
  considers: {
    ...capabilityReaders,
    last: (_, { host }) => host.capLastCap,
    mode: (c) => c.seccomp.mode,
    apparmor: (c) => c.lsm.apparmor,
    selinux: (c) => c.lsm.selinux,
  },
  unsupported: 'fail',
  evaluate: (facts) => {
    const { last, mode, apparmor, selinux } = facts;
    const held = holding(classicUpTo(last), facts);
    const filter = isUnreadable(mode) ? null : isKnown(mode) && mode !== 'disabled';
    const confined = confinedByModule({ apparmor, selinux });
    const evidence = () => [
      ...held.evidence(),
      evidenceOf('seccomp.mode', mode),
      evidenceOf('lsm.apparmor', apparmor),
      evidenceOf('lsm.selinux', selinux),
    ];
    if (held.state === 'no' || filter === true || confined === true) return { ...pass, evidence };
    const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
    const weigh = (how: Holding['worst']) => (isPrivate ? 'low' : how === 'now' ? 'critical' : 'high');
    return held.state !== 'unknown' && filter === false && confined === false
      ? atMost(fail(evidence, weigh(held.state)), weigh(held.worst))
      : unknown(evidence, weigh(held.worst));
  },
});
