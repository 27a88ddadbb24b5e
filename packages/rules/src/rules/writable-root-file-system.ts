import { defineRule, fail, pass } from '../rule.js';

/** The container can change its own programs. */
export const writableRootFileSystem = defineRule({
  id: 'writable-root-file-system',
  wall: 'filesystem',
  severity: 'low',
  revision: 1,
  title: 'The root file system is writable',
  rationale:
    'An intruder can place tools and replace programs that the container, or an administrator who enters it, runs later.',
  remediation:
    'docker: --read-only with --tmpfs for what must be written. compose: read_only: true. Kubernetes: readOnlyRootFilesystem: true.',
  references: ['CIS Docker 1.6.0 5.13', 'proc_pid_mountinfo(5)'],
  reads: { root: (c) => c.filesystem.root },
  unsupported: 'fail',
  evaluate: ({ root }) => (root.readonly ? pass : fail('the root is mounted read-write')),
});
