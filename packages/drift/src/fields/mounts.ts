import { isUnreadable, isWithin, type Mount, type Posture } from '@shoji/posture';
import { leaningOf, type FieldChange, type Leaning } from '../change.js';
import { compareItems, missingFrom, opposite, type ItemChange } from '../items.js';

/** More of them say no more: a container that may mount can make a hundred thousand. */
const maxMounts = 100;

/** Mounts that came, left, or are other than before at the same place (proc_pid_mountinfo(5)). */
export function* mountChanges(
  { filesystem: before }: Posture,
  { filesystem: after }: Posture,
): Generator<FieldChange> {
  const pair = {
    wall: 'filesystem' as const,
    field: 'filesystem.mounts',
    before: before.mounts,
    after: after.mounts,
  };
  const found = [...compareItems<Mount>(pair, itemChanges)];
  yield* found.slice(0, maxMounts);
  const rest = found.slice(maxMounts);
  const [first] = rest;
  if (first === undefined) return;
  // Of what is told together the worst is told.
  const leanings = ['weakening', 'unknown', 'depends', 'strengthening', 'neutral'] as const;
  yield {
    ...first,
    leaning: leanings.find((leaning) => rest.some((change) => change.leaning === leaning)) ?? first.leaning,
    note: `${rest.length} more mounts, among them: ${first.note}`,
    set: (state, side) => {
      for (const change of rest) change.set(state, side);
    },
  };
}

function* itemChanges(before: readonly Mount[], after: readonly Mount[]): Generator<ItemChange<Mount>> {
  const came = missingFrom(after, before);
  const left = missingFrom(before, after);
  for (const mount of left) {
    const at = came.findIndex(({ destination }) => destination === mount.destination);
    const [now] = at < 0 ? [] : came.splice(at, 1);
    if (now) yield { before: mount, after: now, leaning: leaningAt(mount, now), note: wordsOf(mount, now) };
    else
      yield {
        before: mount,
        after: null,
        leaning: opposite(giving(mount)),
        note: `nothing is mounted at ${mount.destination} any more`,
      };
  }
  for (const mount of came)
    yield {
      before: null,
      after: mount,
      leaning: giving(mount),
      note: `mounted at ${mount.destination}: ${behind(mount)}`,
    };
}

const behind = ({ source, type, fromHost, readonly }: Mount): string =>
  `${fromHost === true ? `${source ?? 'a tree'} of the host` : type}, ${readonly ? 'read-only' : 'writable'}`;

/** Kernel file systems that give a say in the kernel to whoever writes there. */
const kernelTrees =
  /^(proc|sysfs|cgroup2?|debugfs|tracefs|securityfs|bpf|configfs|efivarfs|pstore|binfmt_misc|devtmpfs)$/;

/** What a mount that comes gives away. */
function giving({ fromHost, type, readonly }: Mount): Leaning {
  if (isUnreadable(fromHost)) return 'unknown';
  if (fromHost === true || (kernelTrees.test(type) && !readonly)) return 'weakening';
  return kernelTrees.test(type) ? 'depends' : 'neutral';
}

function leaningAt(before: Mount, after: Mount): Leaning {
  if (isUnreadable(before.fromHost) !== isUnreadable(after.fromHost)) return 'unknown';
  const [opens, closes] = [mountOpens(before, after), mountOpens(after, before)];
  if (opens || closes) return leaningOf(opens, closes);
  return before.source === after.source && before.type === after.type ? 'neutral' : 'depends';
}

/** Options that keep something from whoever uses the mount (mount(8)). */
const keeping = ['nosuid', 'nodev', 'noexec', 'nosymfollow'];

function mountOpens(from: Mount, to: Mount): boolean {
  return (
    (from.readonly && !to.readonly) ||
    keeping.some((option) => from.options.includes(option) && !to.options.includes(option)) ||
    (reaches(to) && !reaches(from)) ||
    (to.fromHost === true && from.fromHost === false) ||
    (from.source !== null &&
      to.source !== null &&
      from.source !== to.source &&
      isWithin(from.source, to.source))
  );
}

/** Whether what is mounted below shows on the host: a slave of the host's tells it nothing. */
const reaches = ({ propagation, fromHost }: Mount): boolean => propagation === 'shared' && fromHost === true;

function wordsOf(before: Mount, after: Mount): string {
  const said: string[] = [];
  if (before.readonly !== after.readonly) said.push(`can${after.readonly ? 'not' : ''} be written`);
  if (before.source !== after.source) said.push(`shows ${after.source ?? after.type}`);
  const lost = before.options.filter((option) => !after.options.includes(option));
  const won = after.options.filter((option) => !before.options.includes(option));
  if (lost.length > 0) said.push(`is without ${lost.join(', ')}`);
  if (won.length > 0) said.push(`has ${won.join(', ')}`);
  if (before.propagation !== after.propagation) said.push(`is ${after.propagation}`);
  return `${after.destination} ${said.length === 0 ? 'is another mount' : said.join(', ')}`;
}
