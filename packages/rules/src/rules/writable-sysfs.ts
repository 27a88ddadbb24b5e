import { evidenceOf, isPrivateUserNamespace, isUnreadable } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** A sysfs is mounted so that the container can write it. */
export const writableSysfs = defineRule({
  id: 'writable-sysfs',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'The sysfs can be written',
  rationale:
    'Devices, drivers and a program that the kernel runs at events are set through /sys, and they are those of the host. Runtimes mount it read-only unless the container is privileged. Over a private user namespace the kernel asks root of the host, and it weighs low.',
  remediation:
    'docker: leave out --privileged and mounts of /sys. compose: the same. Kubernetes: privileged: false, no hostPath /sys.',
  references: ['CIS Docker 1.6.0 5.5', 'ATT&CK T1611', 'sysfs(5)'],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: {
    mount: (c) => c.namespaces.mount,
    user: (c) => c.namespaces.user,
    uidMappings: (c) => c.user.uidMappings,
  },
  unsupported: 'not-applicable',
  evaluate: ({ mounts, mount, user, uidMappings }) => {
    const severity = isPrivateUserNamespace(user, uidMappings) ? 'low' : 'high';
    if (mount === 'host')
      return fail(
        () => [evidenceOf('namespaces.mount', mount, 'the sysfs of the host is visible as it is')],
        severity,
      );
    const found = mounts.filter(({ type, readonly }) => type === 'sysfs' && !readonly);
    if (found.length > 0)
      return fail(
        () =>
          found.map((item) =>
            evidenceOf('filesystem.mounts', { ...item }, `the sysfs at ${item.destination} can be written`),
          ),
        severity,
      );
    if (isUnreadable(mount)) return unknown(() => [evidenceOf('namespaces.mount', mount)], severity);
    return {
      ...pass,
      evidence: () => [evidenceOf('filesystem.mounts', mounts.length, 'no sysfs can be written')],
    };
  },
});
