import { canBeWritten, judgeExposed } from '../kernel-paths.js';
import { defineRule } from '../rule.js';

/** A path of /proc that runtimes make read-only can be written. */
export const kernelSettingsWritable = defineRule({
  id: 'kernel-settings-writable',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'Settings of the kernel can be written',
  rationale:
    'Below /proc/sys the host’s kernel is told which program to run when something crashes or a module is missing; /proc/sysrq-trigger restarts it. Whether these are covered is seen in the mounts of the container, whatever its records say.',
  remediation:
    'docker: leave out --privileged and --security-opt systempaths=unconfined. compose: the same. Kubernetes: procMount: Default, privileged: false. podman: no unmask=.',
  references: ['PSS baseline procMount', 'CIS Docker 1.6.0 5.5', 'ATT&CK T1611', 'proc_sys(5)'],
  reads: { exposed: (c) => c.filesystem.exposedPaths },
  considers: { user: (c) => c.namespaces.user, uidMappings: (c) => c.user.uidMappings },
  unsupported: 'not-applicable',
  evaluate: ({ exposed, ...over }) =>
    judgeExposed({ paths: exposed.filter(canBeWritten), ...over }, 'can be written', 'high'),
});
