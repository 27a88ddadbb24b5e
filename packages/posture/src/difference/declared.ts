import { canonicalJson } from '../canonical.js';
import type { Posture } from '../posture.js';
import { walls } from '../vocabulary.js';
import { compareDeviceNodes, compareDeviceRules } from './devices.js';
import { directions, type Difference } from './difference.js';
import { compareNamespaces, compareUser } from './identity.js';
import { compareKernelPaths, compareRoot } from './kernelPaths.js';
import { compareCgroups, compareRlimits } from './limits.js';
import { compareMounts } from './mounts.js';
import { compareCapabilities, compareLsm, compareSeccomp } from './privileges.js';

/**
 * Where the kernel enforces another posture than the runtime was asked for: first where it enforces less, last what
 * could not be compared. Empty = it enforces what was asked for. What runtimes, systemd and the program itself add in
 * the normal course of things is no difference. `processors` = how many the host has, `null` where that is not known.
 */
export function declaredDifferences(
  declared: Posture,
  effective: Posture,
  processors: number | null,
): Difference[] {
  return [...all(declared, effective, processors)]
    .map((difference) => ({ difference, key: canonicalJson([difference.declared, difference.effective]) }))
    .sort(
      (a, b) =>
        directions.indexOf(a.difference.direction) - directions.indexOf(b.difference.direction) ||
        walls.indexOf(a.difference.wall) - walls.indexOf(b.difference.wall) ||
        byText(a.difference.field, b.difference.field) ||
        byText(a.key, b.key),
    )
    .map(({ difference }) => difference);
}

function* all(declared: Posture, effective: Posture, processors: number | null): Generator<Difference> {
  yield* compareNamespaces(declared, effective);
  yield* compareUser(declared.user, effective.user);
  yield* compareCgroups(declared.cgroups, effective.cgroups, processors);
  yield* compareDeviceRules(declared, effective);
  yield* compareRlimits(declared.rlimits, effective.rlimits);
  yield* compareCapabilities(declared, effective);
  yield* compareSeccomp(declared, effective);
  yield* compareLsm(declared.lsm, effective.lsm);
  yield* compareRoot(declared.filesystem, effective.filesystem);
  yield* compareMounts(declared.filesystem, effective.filesystem);
  yield* compareKernelPaths(declared.filesystem, effective.filesystem);
  yield* compareDeviceNodes(declared, effective);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
