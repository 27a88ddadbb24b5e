import { dockerCompleteness, noneOf } from '../docker.js';
import { judgeFlaws, type Flaw } from '../flaws.js';
import { defineHostRule } from '../host-rule.js';

const flaws: readonly Flaw[] = [
  { id: 'CVE-2019-5736', fixes: [[1, 0, 0]] },
  { id: 'CVE-2021-30465', fixes: [[1, 0, 0]] },
  { id: 'CVE-2024-21626', fixes: [[1, 1, 12]] },
  {
    id: 'CVE-2025-31133',
    fixes: [
      [1, 2, 8],
      [1, 3, 3],
    ],
  },
  {
    id: 'CVE-2025-52565',
    fixes: [
      [1, 2, 8],
      [1, 3, 3],
    ],
  },
  {
    id: 'CVE-2025-52881',
    fixes: [
      [1, 2, 8],
      [1, 3, 3],
    ],
  },
];

/** A version of runc on the host is older than the fix of a way out of its containers. */
export const runcWithKnownFlaw = defineHostRule({
  id: 'runc-with-known-flaw',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'runc has a known way out',
  rationale:
    'runc stands in the host and in the container while it starts one; flaws of that moment let an image, or root in a container that somebody enters, write files of the host. The version is that of the program that starts the next container; what distributions mend in older ones does not show in the number, and stays undecided.',
  remediation:
    'Update runc (1.2.8, 1.3.3 or later) with the packages of docker or containerd, and start containers anew.',
  references: [
    'CVE-2019-5736',
    'CVE-2021-30465',
    'CVE-2024-21626',
    'CVE-2025-31133',
    'CVE-2025-52565',
    'CVE-2025-52881',
  ],
  reads: { runtimes: (host) => host.runtimes },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: ({ runtimes, ...complete }) => {
    const versions = runtimes.filter(({ name }) => name === 'runc').map(({ version }) => version);
    return versions.length === 0
      ? noneOf('runc', complete)
      : judgeFlaws('runc', 'host.runtimes', versions, flaws);
  },
});
