import { few, type Posture } from '@shoji/posture';
import type { FieldChange } from '../change.js';
import { compareFact } from '../fact.js';
import { compareNames } from '../items.js';

type Filesystem = Posture['filesystem'];

/** Changes of the root file system, and of the paths of /proc and /sys that are closed or lie open. */
export function* rootAndPathChanges(
  { filesystem: before }: Posture,
  { filesystem: after }: Posture,
): Generator<FieldChange> {
  yield* compareFact(
    { wall: 'filesystem', field: 'filesystem.root', before: before.root, after: after.root },
    {
      opens: (from, to) => from.readonly && !to.readonly,
      words: (from, to) =>
        from.readonly === to.readonly
          ? 'another file system, as writable as before'
          : `it can${to.readonly ? 'not' : ''} be written`,
    },
  );
  const pair = <K extends keyof Filesystem>(name: K) => ({
    wall: 'filesystem' as const,
    field: `filesystem.${name}`,
    before: before[name],
    after: after[name],
  });
  yield* compareNames(pair('maskedPaths'), {
    adding: 'strengthening',
    came: (paths) => `covered: ${few(paths)}`,
    left: (paths) => `not covered any more: ${few(paths)}`,
  });
  yield* compareNames(pair('readonlyPaths'), {
    adding: 'strengthening',
    came: (paths) => `read-only: ${few(paths)}`,
    left: (paths) => `not read-only any more: ${few(paths)}`,
  });
  yield* compareNames(pair('exposedPaths'), {
    adding: 'weakening',
    came: (paths) => `lies open: ${few(paths)}`,
    left: (paths) => `lies open no more: ${few(paths)}`,
  });
}
