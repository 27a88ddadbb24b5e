import { walls } from '@shoji/posture';
import type { FieldChange, State } from './change.js';
import { rootAndPathChanges } from './fields/filesystem.js';
import { namespaceChanges, userChanges } from './fields/identity.js';
import { cgroupChanges, deviceNodeChanges, rlimitChanges } from './fields/limits.js';
import { mountChanges } from './fields/mounts.js';
import { capabilityChanges, lsmChanges, seccompChanges } from './fields/privileges.js';
import { settingChanges } from './fields/settings.js';
import { traitChanges } from './fields/traits.js';

const ofPosture = [
  namespaceChanges,
  userChanges,
  cgroupChanges,
  rlimitChanges,
  capabilityChanges,
  seccompChanges,
  lsmChanges,
  rootAndPathChanges,
  mountChanges,
  deviceNodeChanges,
];

/** Every fact that is another than before, in the order of the walls. A new fact of the posture gets its line above. */
export const fieldChanges = (before: State, after: State): FieldChange[] =>
  [
    ...ofPosture.flatMap((compare) => [...compare(before.posture, after.posture)]),
    ...traitChanges(before.traits, after.traits),
    ...settingChanges(before.traits, after.traits),
  ].sort((a, b) => walls.indexOf(a.wall) - walls.indexOf(b.wall));
