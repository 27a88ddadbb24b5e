import { defineRule, fail, pass } from '../rule.js';

/** A process may lock any amount of memory, which the kernel can then never reclaim. */
export const lockedMemoryNotLimited = defineRule({
  id: 'locked-memory-not-limited',
  wall: 'rlimits',
  severity: 'low',
  revision: 1,
  title: 'The amount of locked memory is not limited',
  rationale:
    'Locked pages are never swapped out or reclaimed. Without a limit one process can pin the memory of the host until the kernel kills others for want of it.',
  remediation:
    'docker: --ulimit memlock=65536:65536. compose: ulimits.memlock. Raise it only for programs that lock memory on purpose, such as databases, secret stores and users of io_uring or BPF.',
  references: ['CIS Docker 1.6.0 5.19', 'getrlimit(2) RLIMIT_MEMLOCK', 'mlock(2)'],
  reads: { memlock: (c) => c.rlimits.memlock },
  unsupported: 'not-applicable',
  evaluate: ({ memlock }) => (memlock.hard === null ? fail('no limit') : pass),
});
