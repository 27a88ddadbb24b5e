import { defineRule, fail, pass } from '../rule.js';

/** Default of the sysctl fs.nr_open: no process may open more files, so a limit at it limits nothing. */
const mostFiles = 1_048_576;

/** A process may open as many files as the kernel allows to anyone. */
export const openFilesNotLimited = defineRule({
  id: 'open-files-not-limited',
  wall: 'rlimits',
  severity: 'low',
  revision: 1,
  title: 'The number of open files is not limited',
  rationale:
    'The file table of the kernel is one for all containers. A process that leaks or hoards descriptors starves its neighbours, and programs that walk every possible descriptor at start become slow.',
  remediation:
    'docker: --ulimit nofile=1024:65536, or default-ulimits in daemon.json. compose: ulimits. containerd and Kubernetes: LimitNOFILE of the runtime unit.',
  references: ['CIS Docker 1.6.0 5.19', 'getrlimit(2) RLIMIT_NOFILE', 'proc_sys_fs(5) nr_open'],
  reads: { nofile: (c) => c.rlimits.nofile },
  unsupported: 'not-applicable',
  evaluate: ({ nofile: { hard } }) =>
    hard === null || hard >= mostFiles
      ? fail(hard === null ? 'no limit' : `${hard} files, as many as the kernel ever allows`)
      : pass,
});
