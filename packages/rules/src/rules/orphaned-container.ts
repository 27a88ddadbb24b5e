import { evidenceOf, isKnown } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

const words = {
  'kernel-only': 'the kernel runs it, and no runtime lists it',
  'runtime-only': 'its runtime lists it as running, and the kernel has nothing of it',
};

/** Kernel and runtime do not agree on whether the container runs. */
export const orphanedContainer = defineRule({
  id: 'orphaned-container',
  wall: 'namespaces',
  severity: 'medium',
  revision: 1,
  title: 'Only the kernel, or only its runtime, knows the container',
  rationale:
    'Either the kernel runs it and its runtime has no record of it: its daemon forgot it, was set up anew, or somebody took the record away; nobody lists it, no limit or update reaches it, and no clean-up ends it. Or the runtime lists it as running and the kernel has nothing of it: what is shown of it elsewhere is not there. It is found because containers are looked for in the kernel first.',
  remediation:
    'Known to the kernel alone: find out who started it from its executable and mounts, stop it, and start what is needed by the runtime anew. Known to the runtime alone: restart the daemon, and remove the record.',
  references: ['ATT&CK T1610', 'namespaces(7)'],
  reads: { runtime: (_, { traits }) => traits.runtime },
  considers: { orphan: (_, { traits }) => traits.orphan, complete: (_, { host }) => host.processesComplete },
  unsupported: 'not-applicable',
  evaluate: ({ orphan, complete }) => {
    if (orphan !== null) return fail(() => [evidenceOf('traits.orphan', orphan, words[orphan])]);
    // Who looks after it may be among the processes that are hidden.
    return complete === undefined || isKnown(complete)
      ? pass
      : unknown(() => [evidenceOf('host.processesComplete', complete)]);
  },
});
