/** What a posture says that a process in the container can do: the table that the probe inside holds it to. */
import { isKnown, type Fact, type Posture } from '../../packages/posture/src/index.js';

/** `null`: the posture does not say. A count lies between two numbers, both included. */
export type Prediction =
  'works' | 'refused' | { from: number; to: number } | 'full' | 'empty' | 'absent' | null;

/** Effective posture, and the one that its runtime declared: what a seccomp filter lets through stands only there. */
export interface Postures {
  posture: Posture;
  declared: Posture | null;
}

/** Some of three: it holds, it does not, nobody knows. */
type Answer = boolean | null;

const every = (...answers: Answer[]): Answer =>
  answers.includes(false) ? false : answers.includes(null) ? null : true;
const some = (...answers: Answer[]): Answer =>
  answers.includes(true) ? true : answers.includes(null) ? null : false;
const of = <T>(fact: Fact<T>, holds: (value: T) => Answer): Answer => (isKnown(fact) ? holds(fact) : null);
const outcome = (answer: Answer): Prediction => (answer === null ? null : answer ? 'works' : 'refused');

const has = ({ posture }: Postures, capability: string): Answer =>
  of(posture.capabilities.effective, (set) => set.includes(`CAP_${capability}`));

const hostUsers = ({ posture }: Postures): Answer => of(posture.namespaces.user, (user) => user === 'host');

/** A capability over what belongs to the host's user namespace. */
const hasOnHost = (postures: Postures, capability: string): Answer =>
  every(has(postures, capability), hostUsers(postures));

/** A capability over what lies in a namespace: one of the host's answers only to the host's user namespace. */
const hasOver = (postures: Postures, capability: string, type: 'uts' | 'network'): Answer =>
  every(
    has(postures, capability),
    some(
      hostUsers(postures),
      of(postures.posture.namespaces[type], (relation) => relation === 'own'),
    ),
  );

/** Whether a system call gets past the seccomp filter, whatever its arguments. */
function passes({ posture, declared }: Postures, call: string): Answer {
  return of(posture.seccomp.mode, (mode) => {
    if (mode !== 'filter') return mode === 'disabled';
    const profile = declared?.seccomp.profile;
    return profile && isKnown(profile) ? profile.allowed.includes(call) : null;
  });
}

/** An AppArmor profile may deny what all else allows; its text cannot be read. */
const unconfined = ({ posture }: Postures): Answer =>
  isKnown(posture.lsm.apparmor) ? posture.lsm.apparmor.mode === 'unconfined' || null : true;

const mayUse = ({ posture }: Postures, major: number, minor: number, access: string): Answer =>
  of(posture.cgroups.devices, (rules) =>
    rules.some(
      (rule) =>
        rule.type !== 'b' &&
        (rule.major === null || rule.major === major) &&
        (rule.minor === null || rule.minor === minor) &&
        rule.access.includes(access),
    ),
  );

const mayMake = (postures: Postures): Answer =>
  every(hasOnHost(postures, 'MKNOD'), passes(postures, 'mknod'));

/** Whether files can be made in a directory that everybody may write, were it not for its mount. */
function writable({ posture: { filesystem } }: Postures, directory: string): Answer {
  return of(filesystem.mounts, (mounts) => {
    const mount = mounts.find(({ destination }) => destination === directory);
    return mount ? !mount.readonly : of(filesystem.root, ({ readonly }) => !readonly);
  });
}

const below = (rlimit: Posture['rlimits']['nofile'], value: number): Answer =>
  of(rlimit, ({ soft }) => soft === null || value <= soft);

/** Bytes that the probe takes, and a distance from a limit at which it decides. */
const memoryTaken = 160 * 2 ** 20;
const slack = 32 * 2 ** 20;

function fitsMemory({ posture: { cgroups } }: Postures): Answer {
  return of(cgroups.memory.limit, (limit) => {
    if (limit === null || limit > memoryTaken + slack) return true;
    return of(cgroups.memory.swap, (swap) => swap !== null && limit + swap < memoryTaken - slack && false);
  });
}

/** Children beside the probe itself; a few more processes may be in the cgroup. */
const mostChildren = 120;
const others = 8;

function children({ posture: { cgroups } }: Postures): Prediction {
  const { limit } = cgroups.pids;
  if (!isKnown(limit)) return null;
  if (limit === null || limit > mostChildren + others) return { from: mostChildren, to: mostChildren };
  return limit < mostChildren ? { from: limit - others, to: limit - 1 } : null;
}

function openFiles({ posture: { rlimits } }: Postures): Prediction {
  if (!isKnown(rlimits.nofile)) return null;
  const most = Math.min(rlimits.nofile.soft ?? 5001, 5001);
  return { from: most, to: most };
}

/** Masked is empty; else the kernel's file has something in it for whoever may read it. */
const content = ({ posture: { filesystem } }: Postures, path: string, readable: Answer): Prediction => {
  if (isKnown(filesystem.maskedPaths) && filesystem.maskedPaths.includes(path)) return 'empty';
  const open = [filesystem.exposedPaths, filesystem.readonlyPaths].some(
    (paths) => isKnown(paths) && paths.includes(path),
  );
  return open && readable ? 'full' : null;
};

const isHostRoot = ({ posture: { user } }: Postures): Answer => of(user.hostUid, (uid) => uid === 0);

/** By the probe's names. */
export const table: Record<string, (postures: Postures) => Prediction> = {
  mountTmpfs: (c) =>
    outcome(every(has(c, 'SYS_ADMIN'), passes(c, 'mount'), passes(c, 'umount2'), unconfined(c))),
  makeDevice: (c) => outcome(every(mayMake(c), mayUse(c, 1, 3, 'm'))),
  openDevice: (c) => outcome(every(mayMake(c), mayUse(c, 10, 229, 'm'), mayUse(c, 10, 229, 'r'))),
  seeHostProcess: ({ posture }) => outcome(of(posture.namespaces.pid, (relation) => relation === 'host')),
  setHostname: (c) => outcome(every(hasOver(c, 'SYS_ADMIN', 'uts'), passes(c, 'sethostname'))),
  rawSocket: (c) => outcome(hasOver(c, 'NET_RAW', 'network')),
  writeRoot: (c) => outcome(writable(c, '/tmp')),
  writeData: (c) => outcome(hasMount(c, '/data') && writable(c, '/data')),
  openKernelSetting: (c) =>
    outcome(
      every(
        isHostRoot(c),
        of(c.posture.filesystem.readonlyPaths, (paths) => !paths.includes('/proc/sys')),
      ),
    ),
  unshareUser: (c) => outcome(every(passes(c, 'unshare'), unconfined(c))),
  unshareMount: (c) => outcome(every(has(c, 'SYS_ADMIN'), passes(c, 'unshare'))),
  changeRoot: (c) => outcome(every(has(c, 'SYS_CHROOT'), passes(c, 'chroot'))),
  changeUser: (c) => outcome(every(has(c, 'SETUID'), passes(c, 'setuid'), isMapped(c, 4711))),
  becomeRoot: ({ posture: { user } }) =>
    outcome(
      some(
        of(user.uid, (uid) => uid === 0),
        of(user.noNewPrivileges, (set) => !set),
      ),
    ),
  readClosedFile: (c) => outcome(some(has(c, 'DAC_OVERRIDE'), has(c, 'DAC_READ_SEARCH'))),
  raisePriority: (c) => outcome(some(hasOnHost(c, 'SYS_NICE'), below(c.posture.rlimits.nice, 25))),
  lockMemory: (c) => outcome(some(hasOnHost(c, 'IPC_LOCK'), below(c.posture.rlimits.memlock, 2 ** 20))),
  useMemory: (c) => outcome(fitsMemory(c)),
  reachAbstractSocket: ({ posture }) =>
    outcome(of(posture.namespaces.network, (relation) => relation === 'host')),
  findSharedMemory: ({ posture }) => outcome(of(posture.namespaces.ipc, (relation) => relation === 'host')),
  children,
  files: openFiles,
  '/proc/keys': (c) => content(c, '/proc/keys', true),
  '/proc/timer_list': (c) => content(c, '/proc/timer_list', isHostRoot(c)),
  '/sys/firmware': (c) => content(c, '/sys/firmware', true),
};

const hasMount = ({ posture: { filesystem } }: Postures, path: string): Answer =>
  of(filesystem.mounts, (mounts) => mounts.some(({ destination }) => destination === path));

const isMapped = ({ posture: { user } }: Postures, id: number): Answer =>
  of(user.uidMappings, (map) =>
    map.some(({ containerId, size }) => id >= containerId && id < containerId + size),
  );

/** Whether what the probe saw is what was predicted. */
export function agrees(prediction: Prediction, seen: string): boolean {
  if (prediction === null) return true;
  if (typeof prediction === 'object') return Number(seen) >= prediction.from && Number(seen) <= prediction.to;
  return seen === prediction || (prediction === 'refused' && seen.startsWith('refused '));
}
