import { evidenceOf, isKnown } from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** The kernel runs the container, and its runtime has no record of it. */
export const containerUnknownToRuntime = defineRule({
  id: 'container-unknown-to-runtime',
  wall: 'namespaces',
  severity: 'medium',
  revision: 1,
  title: 'The runtime does not know a container that runs',
  rationale:
    'Its daemon forgot it, was set up anew, or somebody took the record away: nobody lists it, no limit or update reaches it, and no clean-up ends it. It is found because it is looked for in the kernel first.',
  remediation:
    'Find out who started it from its executable and mounts, stop it, and start what is needed by the runtime anew. docker and containerd: ctr -n moby containers ls shows what the daemon lost.',
  references: ['ATT&CK T1610', 'namespaces(7)'],
  reads: { pid: (c) => c.namespaces.pid },
  considers: { orphan: (_, { traits }) => traits.orphan, complete: (_, { host }) => host.processesComplete },
  unsupported: 'not-applicable',
  evaluate: ({ orphan, complete }) => {
    if (orphan !== null)
      return fail(() => [
        evidenceOf(
          'traits.orphan',
          orphan,
          orphan === 'kernel-only'
            ? 'the kernel runs it, no runtime lists it'
            : 'its runtime lists it as running, the kernel has nothing of it',
        ),
      ]);
    return complete === undefined || isKnown(complete)
      ? pass
      : unknown(() => [evidenceOf('host.processesComplete', complete)]);
  },
});
