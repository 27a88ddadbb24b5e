import { isKnown, isUnreadable } from '../fact.js';
import type { Mount, Posture } from '../posture.js';
import { compareFacts, few, type Difference, type Direction } from './difference.js';

type Filesystem = Posture['filesystem'];

/** More of them say no more: a container that may mount can make a hundred thousand. */
const maxMounts = 100;

/** Differences of the mounts: those that nobody asked for, those that are gone, and those that are other than asked for. */
export function* compareMounts(declared: Filesystem, effective: Filesystem): Generator<Difference> {
  const pair = {
    wall: 'filesystem' as const,
    field: 'filesystem.mounts',
    declared: declared.mounts,
    effective: effective.mounts,
  };
  if (!isKnown(pair.declared) || !isKnown(pair.effective)) {
    yield* compareFacts(pair, { compare: () => null });
    return;
  }
  const found = [...mountDifferences(pair.declared, pair.effective)];
  yield* found.slice(0, maxMounts);
  const [next] = found.slice(maxMounts);
  if (next) yield { ...next, note: `${found.length - maxMounts} more mounts, among them: ${next.note}` };
}

function* mountDifferences(asked: readonly Mount[], found: readonly Mount[]): Generator<Difference> {
  const byPlace = new Map(found.map((mount) => [place(mount.destination), mount]));
  const taken = new Set<Mount>();
  const gone: Mount[] = [];
  for (const mount of asked) {
    const inForce = byPlace.get(place(mount.destination));
    if (!inForce) gone.push(mount);
    else {
      taken.add(inForce);
      yield* changes(mount, inForce, found);
    }
  }
  for (const mount of gone) {
    // A link on the way to its place, in the image, leads the mount elsewhere.
    const moved = found.find((other) => !taken.has(other) && sameTail(mount.destination, other.destination));
    if (moved) {
      taken.add(moved);
      yield* changes(mount, moved, found);
    } else if (!usualPlace.test(mount.destination))
      yield difference(mount, null, 'stronger', `nothing is mounted at ${mount.destination}`);
  }
  const trees = asked.filter(({ fromHost }) => fromHost === true);
  for (const mount of found) {
    // What is mounted below a tree of the host's came along with it.
    if (taken.has(mount) || trees.some(({ destination }) => isBelow(mount.destination, destination)))
      continue;
    if (isUnreadable(mount.fromHost))
      yield difference(
        null,
        mount,
        'unknown',
        `nobody asked for ${mount.destination}; what lies behind is not known`,
      );
    else if (mount.fromHost === true)
      yield difference(
        null,
        mount,
        'weaker',
        `nobody asked for ${mount.source ?? 'a tree of the host'} at ${mount.destination}`,
      );
    else yield difference(null, mount, 'different', `nobody asked for ${mount.type} at ${mount.destination}`);
  }
}

/** What is other than asked for of one mount. */
function* changes(asked: Mount, found: Mount, all: readonly Mount[]): Generator<Difference> {
  if (asked.readonly && !found.readonly)
    yield difference(asked, found, 'weaker', `${found.destination} can be written`);
  else if (!asked.readonly && found.readonly)
    yield difference(asked, found, 'stronger', `${found.destination} cannot be written`);
  const lost = asked.options.filter((option) => !found.options.includes(option));
  if (lost.length > 0)
    yield difference(asked, found, 'weaker', `${found.destination} is mounted without ${lost.join(', ')}`);
  const [wide, isWide] = [asked.propagation, found.propagation].map((word) => word.startsWith('shared'));
  if (!wide && isWide === true)
    yield difference(asked, found, 'weaker', `what is mounted below ${found.destination} shows on the host`);
  // A source is often a link, which the kernel has followed. Only one that gives away more is surely another.
  if (asked.source !== null && found.source !== null && isBelow(asked.source, found.source))
    yield difference(asked, found, 'weaker', `${found.source} is behind ${found.destination}`);
  if (asked.readonly && asked.fromHost === true) {
    const writable = all.filter(
      (mount) => !mount.readonly && mount.fromHost !== false && isBelow(mount.destination, found.destination),
    );
    if (writable.length > 0)
      yield difference(
        asked,
        found,
        'weaker',
        `only the top is read-only: ${few(writable.map(({ destination }) => destination))} can be written`,
      );
  }
}

const difference = (
  declared: Mount | null,
  effective: Mount | null,
  direction: Direction,
  note: string,
): Difference => ({ wall: 'filesystem', field: 'filesystem.mounts', declared, effective, direction, note });

/** A posture leaves out what every container has at these places, so nothing can be said to be missing there. */
const usualPlace =
  /^\/(proc|sys|sys\/fs\/cgroup(\/[^/]+)?|dev(\/(pts|shm|mqueue|console|null|zero|full|random|urandom|tty))?)$/;

/** Distributions keep these as links, on the host and in images. */
const place = (path: string): string =>
  path.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/^\/var\/lock(?=\/|$)/, '/run/lock');

/** Whether a path may be where a link in the image led another one. */
function sameTail(a: string, b: string): boolean {
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return last(a) === last(b) && last(a) !== '';
}

const isBelow = (path: string, directory: string): boolean =>
  path !== directory && path.startsWith(directory === '/' ? '/' : `${directory}/`);
