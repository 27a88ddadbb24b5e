import { isPrivateUserNamespace } from '@shoji/posture';
import { defineRule, fail, pass } from '../rule.js';

/** A cgroup file system that the container sees can be written. */
export const writableCgroupFileSystem = defineRule({
  id: 'writable-cgroup-file-system',
  wall: 'cgroups',
  severity: 'high',
  revision: 1,
  title: 'Container can write a cgroup file system',
  rationale:
    'In version 1 of cgroups it names a program that the kernel then runs on the host, and rewrites its own device list. In version 2 it lifts its own limits, which weighs medium. Over a private user namespace only what was handed over can be written, and it weighs low.',
  remediation:
    'docker: leave out --privileged and mounts of /sys/fs/cgroup. compose: the same. Kubernetes: privileged: false, no hostPath to /sys. A container that runs systemd gets along with a private cgroup namespace of version 2 and a user namespace.',
  references: ['CIS Docker 1.6.0 5.5', 'ATT&CK T1611', 'CVE-2022-0492', 'cgroups(7)'],
  reads: { writable: (c) => c.cgroups.writable },
  considers: {
    mode: (_, { host }) => host.cgroupMode,
    user: (c) => c.namespaces.user,
    uidMappings: (c) => c.user.uidMappings,
  },
  unsupported: 'not-applicable',
  evaluate: ({ writable, mode, user, uidMappings }) => {
    if (!writable) return pass;
    const severity = isPrivateUserNamespace(user, uidMappings) ? 'low' : mode === 'v2' ? 'medium' : 'high';
    return fail('a cgroup file system is mounted so that it can be written', severity);
  },
});
