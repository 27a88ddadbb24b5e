import { dockerCompleteness, noneOf } from '../docker.js';
import { judgeFlaws, type Flaw } from '../flaws.js';
import { defineHostRule } from '../host-rule.js';

const flaws: readonly Flaw[] = [
  {
    id: 'CVE-2020-15257',
    fixes: [
      [1, 3, 9],
      [1, 4, 3],
    ],
  },
  {
    id: 'CVE-2022-23648',
    fixes: [
      [1, 4, 13],
      [1, 5, 10],
      [1, 6, 1],
    ],
  },
  {
    id: 'CVE-2024-40635',
    fixes: [
      [1, 6, 38],
      [1, 7, 27],
      [2, 0, 4],
    ],
  },
];

/** A version of containerd on the host is older than the fix of a way out of its containers. */
export const containerdWithKnownFlaw = defineHostRule({
  id: 'containerd-with-known-flaw',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'containerd has a known way out',
  rationale:
    'Flaws of containerd let a container in the host’s network drive its helper, an image read any file of the host, or a user id that is too large become root. What distributions mend in older versions does not show in the number, and stays undecided.',
  remediation:
    'Update containerd (1.7.27, 2.0.4 or later) and start containers anew: the helper of a running one stays the old program.',
  references: ['CVE-2020-15257', 'CVE-2022-23648', 'CVE-2024-40635'],
  reads: { runtimes: (host) => host.runtimes },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: ({ runtimes, ...complete }) => {
    const versions = runtimes.filter(({ name }) => name === 'containerd').map(({ version }) => version);
    return versions.length === 0
      ? noneOf('containerd', complete)
      : judgeFlaws('containerd', 'host.runtimes', versions, flaws);
  },
});
