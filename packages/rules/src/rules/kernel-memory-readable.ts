import { canBeWritten, judgeExposed } from '../kernel-paths.js';
import { defineRule } from '../rule.js';

/** A path of /proc or /sys that runtimes mask can be read. */
export const kernelMemoryReadable = defineRule({
  id: 'kernel-memory-readable',
  wall: 'filesystem',
  severity: 'medium',
  revision: 1,
  title: 'Paths that tell about the kernel are not masked',
  rationale:
    '/proc/kcore is the memory of the kernel, /proc/keys the keys of all, others tell addresses, timers and the firmware: what a way into the kernel needs to know. Newer runtimes mask more of them; a daemon that was not updated leaves some open in every container, and those alone weigh low.',
  remediation:
    'docker: leave out --privileged and --security-opt systempaths=unconfined, and update the engine for the newer masks. Kubernetes: procMount: Default. podman: no unmask=.',
  references: ['PSS baseline procMount', 'GHSA-6fw5-f8r9-fgfm', 'proc(5)'],
  reads: { exposed: (c) => c.filesystem.exposedPaths },
  considers: { user: (c) => c.namespaces.user, uidMappings: (c) => c.user.uidMappings },
  unsupported: 'not-applicable',
  evaluate: ({ exposed, ...over }) => {
    const paths = exposed.filter((path) => !canBeWritten(path));
    return judgeExposed(
      { paths, ...over },
      'can be read',
      paths.some((path) => !isNewMask(path)) ? 'medium' : 'low',
    );
  },
});

/** What only runtimes of the last years mask. */
const isNewMask = (path: string): boolean =>
  path === '/proc/interrupts' || path === '/sys/devices/virtual/powercap';
