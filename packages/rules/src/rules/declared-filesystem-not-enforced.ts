import { judgeDeclared } from '../declared.js';
import { defineRule } from '../rule.js';

/** The kernel enforces less at this wall than the runtime was asked for. */
export const declaredFilesystemNotEnforced = defineRule({
  id: 'declared-filesystem-not-enforced',
  wall: 'filesystem',
  severity: 'medium',
  revision: 1,
  title: 'The file system is not what was asked for',
  rationale:
    'A mount that nobody asked for is there, a mount or the root can be written though it was to be read-only, or a path of the kernel is open that was to be covered. What an inspect shows is what was asked for; only the kernel shows what holds. Something else than was asked for, neither more nor less, weighs low.',
  remediation:
    'Look at the mounts of its init (/proc/PID/mountinfo), find who made them, and start the container anew.',
  references: ['CIS Docker 1.6.0 5.6', 'CIS Docker 1.6.0 5.13', 'mount_namespaces(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: {
    differences: (_, { traits }) => traits.differences,
    declared: (_, { traits }) => traits.declared,
  },
  unsupported: 'not-applicable',
  evaluate: (facts) => judgeDeclared(facts, 'filesystem'),
});
