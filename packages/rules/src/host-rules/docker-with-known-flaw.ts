import { dockerCompleteness, noneOf } from '../docker.js';
import { judgeFlaws, type Flaw } from '../flaws.js';
import { defineHostRule } from '../host-rule.js';

const flaws: readonly Flaw[] = [
  { id: 'CVE-2019-14271', fixes: [[19, 3, 1]] },
  { id: 'CVE-2021-41091', fixes: [[20, 10, 9]] },
  { id: 'CVE-2022-24769', fixes: [[20, 10, 14]] },
  {
    id: 'CVE-2024-41110',
    fixes: [
      [23, 0, 15],
      [25, 0, 6],
      [26, 1, 5],
      [27, 1, 1],
    ],
  },
];

/** A version of the docker engine is older than the fix of a way out of its containers. */
export const dockerWithKnownFlaw = defineHostRule({
  id: 'docker-with-known-flaw',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'docker has a known way out',
  rationale:
    'Flaws of the engine let an image run code as root of the host while files are copied out of it, let users of the host walk into containers’ files, left capabilities inheritable, or skipped the plug-in that was to refuse an order. What distributions mend in older versions does not show in the number, and stays undecided.',
  remediation: 'Update the docker engine to 27.1.1 or later and start containers anew.',
  references: ['CVE-2019-14271', 'CVE-2021-41091', 'CVE-2022-24769', 'CVE-2024-41110'],
  reads: { runtimes: (host) => host.runtimes },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: ({ runtimes, ...complete }) => {
    const versions = runtimes.filter(({ name }) => name === 'docker').map(({ version }) => version);
    return versions.length === 0
      ? noneOf('docker', complete)
      : judgeFlaws('docker', 'host.runtimes', versions, flaws);
  },
});
