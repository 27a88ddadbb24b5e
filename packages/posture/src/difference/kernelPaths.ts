import type { Posture } from '../posture.js';
import { compareFacts, few, stronger, weaker, type Comparison, type Difference } from './difference.js';
import { isKnown } from '../fact.js';

type Filesystem = Posture['filesystem'];

/** Differences of the root file system, and of the paths of /proc and /sys that were to be closed. */
export function* compareRoot(declared: Filesystem, effective: Filesystem): Generator<Difference> {
  yield* compareFacts(
    { wall: 'filesystem', field: 'filesystem.root', declared: declared.root, effective: effective.root },
    {
      needs: ({ readonly }) => readonly,
      compare: (asked, found) => {
        if (asked.readonly === found.readonly) return null;
        return found.readonly
          ? stronger('the root file system cannot be written')
          : weaker('the root file system can be written');
      },
    },
  );
}

/** Differences of the paths of /proc and /sys that were to be masked or read-only. One that this kernel has not needs no cover. */
export function* compareKernelPaths(declared: Filesystem, effective: Filesystem): Generator<Difference> {
  const list = (value: Filesystem['maskedPaths']) => (isKnown(value) ? value : []);
  const [masked, readonly, exposed] = [
    effective.maskedPaths,
    effective.readonlyPaths,
    effective.exposedPaths,
  ].map(list);
  yield* compareFacts(
    {
      wall: 'filesystem',
      field: 'filesystem.maskedPaths',
      declared: declared.maskedPaths,
      effective: effective.maskedPaths,
    },
    {
      compare: (asked, found): Comparison => {
        const open = asked.filter((path) => exposed?.includes(path) || readonly?.includes(path));
        if (open.length > 0) return { ...weaker(`not covered: ${few(open)}`), declared: open, effective: [] };
        const more = found.filter((path) => !asked.includes(path));
        return more.length > 0
          ? { ...stronger(`covered, too: ${few(more)}`), declared: [], effective: more }
          : null;
      },
    },
  );
  yield* compareFacts(
    {
      wall: 'filesystem',
      field: 'filesystem.readonlyPaths',
      declared: declared.readonlyPaths,
      effective: effective.readonlyPaths,
    },
    {
      compare: (asked, found): Comparison => {
        const open = asked.filter((path) => exposed?.includes(path));
        if (open.length > 0)
          return { ...weaker(`can be written: ${few(open)}`), declared: open, effective: [] };
        // A read-only /sys makes all below it read-only, which no list says.
        const more = found.filter(
          (path) => !asked.includes(path) && path.startsWith('/proc/') && !masked?.includes(path),
        );
        return more.length > 0
          ? { ...stronger(`read-only, too: ${few(more)}`), declared: [], effective: more }
          : null;
      },
    },
  );
}
