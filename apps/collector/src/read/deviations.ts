import { isKnown, namespaceTypes, type Fact, type Instance, type Wall } from '@shoji/posture';
import type { Status } from '@shoji/procfs';
import type { LsmLabels } from './lsm.js';
import type { Process } from './processes.js';

/** What of a process is compared with its container's init. */
export interface Walls {
  process: Process;
  status: Fact<Status>;
  labels: LsmLabels;
  /** `/proc/PID/exe`, `null` where it cannot be read. */
  exe: () => string | null;
}

type Deviation = Instance['deviations'][number];

/**
 * Processes whose walls differ from those of init: any other namespace or label, and of user, capabilities and seccomp
 * what is weaker. A process that gave something up (a worker that left root) is no deviation.
 */
export function findDeviations(init: Walls, others: readonly Walls[]): Deviation[] {
  const found = new Map<string, Deviation>();
  for (const other of others) {
    for (const [wall, difference] of differences(init, other)) {
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

function* differences(init: Walls, other: Walls): Generator<[Wall, string]> {
  const types = namespaceTypes.filter((type) => {
    const [a, b] = [init.process.namespaces[type], other.process.namespaces[type]];
    return isKnown(a) && isKnown(b) && a !== b;
  });
  if (types.length > 0) yield ['namespaces', `other ${types.join(', ')} namespace`];
  yield* labelDifferences(init.labels, other.labels);
  if (!isKnown(init.status) || !isKnown(other.status)) return;
  const [a, b] = [init.status, other.status];
  if (a.Uid[1] !== 0 && b.Uid[1] === 0) yield ['user', 'runs as root'];
  if (a.NoNewPrivs === true && b.NoNewPrivs === false) yield ['user', 'may gain privileges'];
  if ((b.CapBnd & ~a.CapBnd) !== 0n) yield ['capabilities', 'larger bounding set'];
  else if ((b.CapEff & ~a.CapEff) !== 0n) yield ['capabilities', 'more capabilities'];
  if ((a.Seccomp ?? 0) > (b.Seccomp ?? 0)) yield ['seccomp', 'no filter'];
  else if ((a.Seccomp_filters ?? 0) > (b.Seccomp_filters ?? 0)) yield ['seccomp', 'fewer filters'];
}

function* labelDifferences(a: LsmLabels, b: LsmLabels): Generator<[Wall, string]> {
  for (const module of ['apparmor', 'selinux'] as const) {
    const [one, other] = [a[module], b[module]];
    if (typeof one === 'string' && typeof other === 'string' && one !== other)
      yield ['lsm', `${module} label ${other.replace(/[\0\n]+$/, '').slice(0, 200)}`];
  }
}
