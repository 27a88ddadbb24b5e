import { defineRule, fail, pass } from '../rule.js';

/** The size of core files is not limited. */
export const coreSizeNotLimited = defineRule({
  id: 'core-size-not-limited',
  wall: 'rlimits',
  severity: 'low',
  revision: 1,
  title: 'A crash writes the memory of a program to disk',
  rationale:
    'A core file holds what the program knew, keys and passwords among it, and where the host pipes cores into a program of its own, a container decides what that one reads. A limit of zero makes none; any limit keeps a disk from filling.',
  remediation:
    'docker: --ulimit core=0, or default-ulimits in daemon.json. compose: ulimits. containerd and Kubernetes: LimitCORE of the runtime’s unit.',
  references: ['CIS Docker 1.6.0 5.19', 'core(5)', 'getrlimit(2)'],
  reads: { core: (c) => c.rlimits.core },
  unsupported: 'not-applicable',
  // The soft limit counts at the crash, and the program can raise it up to the hard one.
  evaluate: ({ core }) => (core.hard === null ? fail('no limit') : pass),
});
