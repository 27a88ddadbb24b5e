import {
  isKnown,
  isUnreadable,
  isUnsupported,
  namespaceTypes,
  type Fact,
  type Instance,
  type NamespaceType,
  type Wall,
} from '@shoji/posture';
import { capabilityNames, parseIdMap, type Status } from '@shoji/procfs';
import { map, parsed } from './limits.js';
import type { LsmLabels } from './lsm.js';
import type { Process } from './processes.js';
import { seccompMode } from './seccomp.js';
import { cut, stableName } from './stableName.js';
import { idInside } from './user.js';

/** What of a process is compared with its container's init. */
export interface Walls {
  process: Process;
  status: Fact<Status>;
  labels: LsmLabels;
  /** Target of `/proc/PID/root`: the root directory as the host names it, but `/` for one that is a mount. */
  root: Fact<string>;
  /** Text of `uid_map` and `gid_map`. */
  idMaps: () => readonly [Fact<string>, Fact<string>];
  /** `/proc/PID/exe`, `null` where it cannot be read. */
  exe: () => string | null;
}

type Deviation = Instance['deviations'][number];
type Found = [Wall, string];

/**
 * Processes whose walls differ from those of init: namespaces, id mappings, labels, seccomp, no_new_privs and root
 * directory where they differ at all (a sandbox within the container stands here, too), capabilities and the identity
 * where they are more than init's.
 */
export function findDeviations(init: Walls, others: readonly Walls[], lastCapability: number): Deviation[] {
  const found = new Map<string, Deviation>();
  for (const other of others) {
    for (const [wall, words] of differences(init, other, lastCapability)) {
      const difference = cut(words);
      const exe = other.exe();
      const key = JSON.stringify([wall, difference, exe]);
      const known = found.get(key);
      if (!known) found.set(key, { wall, difference, exe, count: 1, pids: [other.process.pid] });
      else {
        known.count += 1;
        if (known.pids.length < 1000) known.pids.push(other.process.pid);
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, deviation]) => deviation);
}

function* differences(init: Walls, other: Walls, lastCapability: number): Generator<Found> {
  const types = namespaceTypes.filter((type) =>
    differ(init.process.namespaces[type], other.process.namespaces[type]),
  );
  if (types.length > 0) yield ['namespaces', `other ${types.join(', ')} namespace`];
  const closed = namespaceTypes.flatMap((type) => unknownBeside(init.process, other.process, type));
  if (closed.length > 0) yield ['namespaces', `cannot be read: ${[...new Set(closed)].join(', ')}`];
  const nested = types.includes('user');
  if (nested) yield* mappingDifferences(init, other);
  yield* labelDifferences(init.labels, other.labels);
  if (differ(init.root, other.root) && isKnown(other.root))
    yield ['filesystem', `root directory ${stableName(other.root)}`];
  if (!isKnown(init.status)) return;
  if (!isKnown(other.status)) {
    yield ['capabilities', `cannot be read: ${reasonIn(other.status)}`];
    return;
  }
  const [uid, otherUid] = [init.status.Uid[1], other.status.Uid[1]];
  // Ids are compared as the container sees them, but across user namespaces as the host does.
  if (uid !== otherUid && (nested ? otherUid : containerId(init, otherUid)) === 0)
    yield ['user', 'runs as root'];
  yield* statusDifferences(init.status, other.status, lastCapability);
}

const differ = <T>(a: Fact<T>, b: Fact<T>): boolean => isKnown(a) && isKnown(b) && a !== b;

/** Why a namespace is not known of a process, though it is of init: what differs there would not show. */
function unknownBeside(
  { namespaces: init }: Process,
  { namespaces: other }: Process,
  type: NamespaceType,
): string[] {
  return isKnown(init[type]) && !isKnown(other[type]) ? [reasonIn(other[type])] : [];
}

const reasonIn = (fact: Fact<unknown>): string =>
  isUnreadable(fact) ? fact.unreadable : isUnsupported(fact) ? fact.unsupported : '';

const containerId = (init: Walls, uid: number): Fact<number> =>
  idInside(
    uid,
    map(init.idMaps()[0], (text) => parsed(text, parseIdMap)),
  );

function* mappingDifferences(init: Walls, other: Walls): Generator<Found> {
  const [a, b] = [init.idMaps(), other.idMaps()];
  for (const [index, what] of ['user', 'group'].entries()) {
    const text = b[index];
    if (text === undefined || !isKnown(text) || !differ(a[index] ?? text, text)) continue;
    const ranges = text
      .trim()
      .replace(/ *\n */g, ', ')
      .replace(/ +/g, ' ');
    yield ['user', ranges === '' ? `no ${what} id mapped` : `${what} ids mapped ${ranges}`];
  }
}

function* labelDifferences(a: LsmLabels, b: LsmLabels): Generator<Found> {
  for (const module of ['apparmor', 'selinux'] as const) {
    const [one, other] = [a[module], b[module]];
    if (isKnown(one) && isKnown(other) && one !== other)
      yield ['lsm', `${module} label ${stableName(other.replace(/[\0\n]+$/, ''))}`];
  }
}

function* statusDifferences(a: Status, b: Status, lastCapability: number): Generator<Found> {
  if (a.NoNewPrivs !== null && b.NoNewPrivs !== null && a.NoNewPrivs !== b.NoNewPrivs)
    yield ['user', `no_new_privs is ${b.NoNewPrivs ? 'on' : 'off'}`];
  const wider = widerSets(a, b, lastCapability);
  if (wider !== '') yield ['capabilities', wider];
  const [mode, other] = [seccompMode(a), seccompMode(b)];
  if (differ(mode, other) && isKnown(mode) && isKnown(other))
    yield ['seccomp', `mode ${other} instead of ${mode}`];
  else if ((a.Seccomp_filters ?? 0) > (b.Seccomp_filters ?? 0))
    yield ['seccomp', `filters ${b.Seccomp_filters} instead of ${a.Seccomp_filters}`];
}

const sets = [
  ['bounding', 'CapBnd'],
  ['effective', 'CapEff'],
  ['permitted', 'CapPrm'],
  ['inheritable', 'CapInh'],
  ['ambient', 'CapAmb'],
] as const;

/** Sets that are wider by the same capabilities are told together; `''` where none is wider. */
function widerSets(a: Status, b: Status, last: number): string {
  const bySurplus = new Map<string, string[]>();
  for (const [name, field] of sets) {
    const surplus = capabilityNames((b[field] ?? 0n) & ~(a[field] ?? 0n), last).join(', ');
    if (surplus !== '') bySurplus.set(surplus, [...(bySurplus.get(surplus) ?? []), name]);
  }
  return [...bySurplus].map(([surplus, names]) => `${names.join(', ')} set wider by ${surplus}`).join('; ');
}
