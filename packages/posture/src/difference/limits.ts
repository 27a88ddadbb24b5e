import { isKnown, type Fact } from '../fact.js';
import { processorsOf } from '../meaning/processors.js';
import type { IoLimit, Posture } from '../posture.js';
import { rlimitNames } from '../vocabulary.js';
import { compareFacts, few, stronger, weaker, type Comparison, type Difference } from './difference.js';

type Limit = number | null;
type Cgroups = Posture['cgroups'];

/** Differences of the cgroups wall but the device list; a limit of an ancestor is shown with the level that binds. */
export function* compareCgroups(
  declared: Cgroups,
  effective: Cgroups,
  processors: number | null,
): Generator<Difference> {
  const pair = <T>(name: string, asked: Fact<T>, found: Fact<T>) => ({
    wall: 'cgroups' as const,
    field: `cgroups.${name}`,
    declared: asked,
    effective: found,
  });
  const needs = (asked: Limit) => asked !== null;

  const [memory, memoryFound] = [declared.memory, effective.memory];
  yield* compareFacts(pair('memory.limit', memory.limit, memoryFound.limit), {
    needs,
    // The kernel rounds down to whole pages, of 64 KiB at most.
    compare: bounded(memoryFound.boundAt, 65_536),
  });
  // Version 1 limits memory and swap together: where memory differs, the rest says nothing.
  if (effective.version !== 1 || memory.limit === memoryFound.limit)
    yield* compareFacts(pair('memory.swap', memory.swap, memoryFound.swap), {
      needs,
      compare: bounded(null, 65_536),
    });
  yield* compareFacts(pair('memory.high', memory.high, memoryFound.high), {
    needs,
    compare: bounded(null, 65_536),
  });
  yield* compareFacts(pair('pids.limit', declared.pids.limit, effective.pids.limit), {
    needs,
    compare: (asked, found) =>
      asked === null && isDefaultTasksMax(effective.pids.boundAt)
        ? null
        : bounded(effective.pids.boundAt)(asked, found),
  });
  yield* compareFacts(pair('cpu.quota', declared.cpu.quota, effective.cpu.quota), {
    needs,
    compare: (asked, found) =>
      bandwidth(share(asked, declared.cpu.period), share(found, effective.cpu.period)),
  });
  yield* compareFacts(pair('cpu.weight', declared.cpu.weight, effective.cpu.weight), {
    // Shares become a weight by one formula or another; only none at all is a loss.
    compare: (asked, found) =>
      found === defaultWeight && asked !== null && Math.abs(asked - defaultWeight) > 1
        ? { direction: 'different', note: 'the kernel’s default weight is in force' }
        : null,
  });
  yield* compareFacts(pair('cpu.cpus', declared.cpu.cpus, effective.cpu.cpus), {
    needs: (asked) => asked !== null,
    compare: (asked, found) => cpuset(asked, found, processors),
  });
  yield* compareFacts(pair('io.limits', declared.io.limits, effective.io.limits), {
    needs: (asked) => asked.length > 0,
    compare: throttles,
  });
  yield* compareFacts(pair('writable', declared.writable, effective.writable), {
    compare: (asked, found) =>
      asked === found
        ? null
        : found
          ? weaker('it can write to a cgroup file system')
          : stronger('no cgroup file system can be written'),
  });
}

const defaultWeight = 100;

/** A comparison of limits that lets pass what the kernel rounds off. */
const bounded =
  (boundAt: Fact<string | null>, rounding = 1) =>
  (asked: Limit, found: Limit): Comparison => {
    if (found === null) return asked === null ? null : weaker('no limit is in force');
    if (asked !== null && found <= asked && asked - found < rounding) return null;
    if (asked !== null && found > asked) return weaker('the limit in force is higher');
    if (!isKnown(boundAt) || boundAt === null) return stronger('the limit in force is lower');
    return stronger(
      boundAt === 'self'
        ? 'its own cgroup has a lower limit'
        : `the parent cgroup ${boundAt} has a lower limit`,
    );
  };

/** systemd limits the tasks of every unit and of every user that nobody set a limit for (systemd-system.conf(5)). */
const isDefaultTasksMax = (boundAt: Fact<string | null>): boolean =>
  isKnown(boundAt) && boundAt !== null && /^self$|\.(scope|service)$|\/user-\d+\.slice$/.test(boundAt);

/** Processors; `null` = all. */
const share = (quota: Limit, period: Fact<Limit>): Limit =>
  quota === null || !isKnown(period) || period === null ? null : quota / period;

function bandwidth(asked: Limit, found: Limit): Comparison {
  if (found === null) return asked === null ? null : weaker('no limit is in force');
  // systemd rounds to whole hundredths of a processor.
  if (asked !== null && Math.abs(asked - found) <= 0.01) return null;
  return asked !== null && found > asked
    ? weaker('more processor time is allowed')
    : stronger('less processor time is allowed');
}

function cpuset(asked: string | null, found: string | null, processors: number | null): Comparison {
  if (asked === found) return null;
  if (asked === null) return stronger('fewer processors may be used');
  const wanted = processorsOf(asked);
  if (found === null) {
    if (processors === null)
      return { direction: 'unknown', note: 'whether these are all of the host’s is not known' };
    return wanted.size >= processors ? null : weaker('all processors may be used');
  }
  const inForce = processorsOf(found);
  const more = [...inForce].filter((cpu) => !wanted.has(cpu));
  if (more.length > 0) return weaker('other processors may be used');
  return inForce.size < wanted.size ? stronger('fewer processors may be used') : null;
}

function throttles(asked: IoLimit[], found: IoLimit[]): Comparison {
  const lost: string[] = [];
  const lower: string[] = [];
  for (const limit of asked) {
    const device = `${limit.major}:${limit.minor}`;
    const inForce = found.find(({ major, minor }) => major === limit.major && minor === limit.minor);
    for (const rate of ['rbps', 'wbps', 'riops', 'wiops'] as const) {
      const [want, have] = [limit[rate], inForce?.[rate] ?? null];
      if (want !== null && (have === null || have > want)) lost.push(`${rate} of ${device}`);
      else if (want !== null && have !== null && have < want) lower.push(`${rate} of ${device}`);
    }
  }
  if (lost.length > 0) return weaker(`not limited as asked for: ${few(lost)}`);
  return lower.length > 0 ? stronger(`lower: ${few(lower)}`) : null;
}

/**
 * Differences of the rlimits wall (getrlimit(2)): of the hard limits. A program moves its soft limit below the hard one
 * as it likes, and many raise it when they start.
 */
export function* compareRlimits(
  declared: Posture['rlimits'],
  effective: Posture['rlimits'],
): Generator<Difference> {
  for (const name of rlimitNames)
    yield* compareFacts(
      { wall: 'rlimits', field: `rlimits.${name}`, declared: declared[name], effective: effective[name] },
      {
        needs: ({ hard }) => hard !== null,
        compare: ({ hard: asked }, { hard: found }) => {
          if (asked === found) return null;
          if (found === null || (asked !== null && found > asked))
            return weaker('the hard limit in force is higher');
          return stronger('the hard limit in force is lower');
        },
      },
    );
}
