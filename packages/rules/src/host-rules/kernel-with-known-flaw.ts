import { isAtLeast, parseRelease } from '@shoji/posture';
import { judgeFlaws, type Flaw } from '../flaws.js';
import { defineHostRule } from '../host-rule.js';

const flaws: readonly (Flaw & { since: readonly [number, number, number] })[] = [
  {
    id: 'CVE-2022-0185',
    since: [5, 1, 0],
    fixes: [
      [5, 4, 173],
      [5, 10, 93],
      [5, 15, 16],
      [5, 16, 2],
    ],
  },
  {
    id: 'CVE-2022-0847',
    since: [5, 8, 0],
    fixes: [
      [5, 10, 102],
      [5, 15, 25],
      [5, 16, 11],
    ],
  },
  {
    id: 'CVE-2022-0492',
    since: [2, 6, 24],
    fixes: [
      [4, 9, 301],
      [4, 14, 266],
      [4, 19, 229],
      [5, 4, 177],
      [5, 10, 97],
      [5, 15, 20],
      [5, 16, 6],
      [5, 17, 0],
    ],
  },
  {
    id: 'CVE-2023-0386',
    since: [5, 11, 0],
    fixes: [
      [5, 15, 91],
      [6, 1, 9],
      [6, 2, 0],
    ],
  },
  {
    id: 'CVE-2024-1086',
    since: [3, 15, 0],
    fixes: [
      [4, 19, 307],
      [5, 4, 269],
      [5, 10, 210],
      [5, 15, 149],
      [6, 1, 76],
      [6, 6, 15],
      [6, 7, 3],
      [6, 8, 0],
    ],
  },
];

/** The kernel is older than the fix of a way out of a container. */
export const kernelWithKnownFlaw = defineHostRule({
  id: 'kernel-with-known-flaw',
  wall: 'namespaces',
  severity: 'high',
  revision: 1,
  title: 'The kernel has a known way out',
  rationale:
    'Each of these let a process in a container overwrite files that it may only read, or take over the kernel from a user namespace. A flaw counts from the release that brought it. Kernels of distributions are mended without saying so in their release, and stay undecided.',
  remediation: 'Update the kernel and boot it.',
  references: ['CVE-2022-0185', 'CVE-2022-0847', 'CVE-2022-0492', 'CVE-2023-0386', 'CVE-2024-1086'],
  reads: { kernel: (host) => host.kernel },
  unsupported: 'not-applicable',
  evaluate: ({ kernel }) => {
    const release = parseRelease(kernel);
    return judgeFlaws(
      'Linux',
      'host.kernel',
      [kernel],
      release ? flaws.filter(({ since }) => isAtLeast(release, since)) : flaws,
    );
  },
});
