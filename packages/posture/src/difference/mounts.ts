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
  const byPlace = new Map<string, Mount[]>();
  for (const mount of found) {
    const key = place(mount.destination);
    const others = byPlace.get(key);
    if (others) others.push(mount);
    else byPlace.set(key, [mount]);
  }
  const taken = new Set<Mount>();
  const gone: Mount[] = [];
  for (const mount of asked) {
    const inForce = byPlace.get(place(mount.destination));
    if (inForce) yield* taking(mount, inForce);
    else gone.push(mount);
  }
  for (const mount of gone) {
    // A link on the way to its place, in the image, leads the mount elsewhere.
    const moved = found.find((other) => !taken.has(other) && sameTail(mount.destination, other.destination));
    if (moved) yield* taking(mount, [moved]);
    else if (!usualPlace.test(mount.destination))
      yield difference(mount, null, 'stronger', `nothing is mounted at ${mount.destination}`);
  }
  const trees = asked.filter(({ fromHost }) => fromHost === true);
  for (const mount of found) {
    // What is mounted below a tree of the host's came along with it.
    if (taken.has(mount) || trees.some(({ destination }) => isBelow(mount.destination, destination)))
      continue;
    if (!isHarmless(mount)) yield added(mount);
  }

  /** A posture does not say which of several mounts at one place is on top: the one that is most unlike counts. */
  function* taking(mount: Mount, candidates: readonly Mount[]): Generator<Difference> {
    const [worst] = candidates
      .map((candidate) => [...changes(mount, candidate, found)])
      .sort((a, b) => b.length - a.length);
    for (const candidate of candidates) taken.add(candidate);
    yield* worst ?? [];
  }
}

function added(mount: Mount): Difference {
  const { destination, source, type, fromHost } = mount;
  if (isUnreadable(fromHost))
    return difference(
      null,
      mount,
      'unknown',
      `nobody asked for ${destination}; what lies behind is not known`,
    );
  if (type === 'sysfs' && destination.startsWith('/sys'))
    return difference(null, mount, 'weaker', `${destination} can be written`);
  return fromHost === true
    ? difference(
        null,
        mount,
        'weaker',
        `nobody asked for ${source ?? 'a tree of the host'} at ${destination}`,
      )
    : difference(null, mount, 'different', `nobody asked for ${type} at ${destination}`);
}

const memory = new Set(['tmpfs', 'ramfs', 'devpts', 'mqueue', 'hugetlbfs']);

/** What programs and runtimes mount without giving anything away: memory, and the kernel's trees at their own places. */
function isHarmless({ destination, source, type, readonly, fromHost }: Mount): boolean {
  if (type === 'fuse.lxcfs') return true;
  if (fromHost !== false) return source === destination && defaultDevice.test(destination);
  if (memory.has(type)) return true;
  if (type === 'proc') return /^\/proc(\/|$)/.test(destination);
  if (!destination.startsWith('/sys')) return false;
  // Whether a cgroup file system can be written is a fact of its own.
  return type.startsWith('cgroup') || (type === 'sysfs' && readonly);
}

/** Nodes that a container in a user namespace cannot make and gets bound from the host instead. */
const defaultDevice = /^\/dev\/(null|zero|full|random|urandom|tty)$/;

/** What is other than asked for of one mount. */
function* changes(asked: Mount, found: Mount, all: readonly Mount[]): Generator<Difference> {
  // What the runtime puts there is its own affair.
  if (asked.fromHost === true && asked.source === null) return;
  if (asked.readonly && !found.readonly)
    yield difference(asked, found, 'weaker', `${found.destination} can be written`);
  else if (!asked.readonly && found.readonly)
    yield difference(asked, found, 'stronger', `${found.destination} cannot be written`);
  const lost = asked.options.filter((option) => !found.options.includes(option));
  if (lost.length > 0)
    yield difference(asked, found, 'weaker', `${found.destination} is mounted without ${lost.join(', ')}`);
  // Shared with a peer of its own, a slave of the host's tells the host nothing.
  if (!asked.propagation.startsWith('shared') && found.propagation === 'shared' && found.fromHost === true)
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

/** A posture leaves out what every container has at some of these, and runtimes fill others only where they can. */
const usualPlace =
  /^\/(proc|sys)(\/|$)|^\/dev(\/(pts|shm|mqueue|console|null|zero|full|random|urandom|tty))?$|^\/run\/host\/|^\/etc\/(localtime|resolv\.conf)$/;

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
