import {
  coversDevices,
  processorsOf,
  rlimitNames,
  type DeviceRule,
  type Fact,
  type IoLimit,
  type Posture,
} from '@shoji/posture';
import type { FieldChange } from '../change.js';
import { compareFact } from '../fact.js';
import { compareItems, missingFrom, type ItemChange } from '../items.js';

type Limit = number | null;
type Cgroups = Posture['cgroups'];

const higher = (from: Limit, to: Limit): boolean => from !== null && (to === null || to > from);
const limitWords = (from: Limit, to: Limit): string =>
  to === null
    ? 'the limit is gone'
    : from === null
      ? 'it is limited'
      : `the limit is ${to > from ? 'higher' : 'lower'}`;

/** Changes of the cgroups wall: what is less limited is weaker. */
export function* cgroupChanges(
  { cgroups: before }: Posture,
  { cgroups: after }: Posture,
): Generator<FieldChange> {
  const pair = <T>(name: string, take: (cgroups: Cgroups) => Fact<T>) => ({
    wall: 'cgroups' as const,
    field: `cgroups.${name}`,
    before: take(before),
    after: take(after),
  });
  const limit = { opens: higher, without: null, words: limitWords };
  const neutral = { opens: () => false };
  yield* compareFact<1 | 2>(
    pair('version', (c) => c.version),
    neutral,
  );
  yield* compareFact<Limit>(
    pair('memory.limit', (c) => c.memory.limit),
    limit,
  );
  yield* compareFact<Limit>(
    pair('memory.swap', (c) => c.memory.swap),
    limit,
  );
  yield* compareFact<Limit>(
    pair('memory.high', (c) => c.memory.high),
    limit,
  );
  yield* compareFact<string | null>(
    pair('memory.boundAt', (c) => c.memory.boundAt),
    neutral,
  );
  yield* bandwidthChanges(before, after);
  yield* compareFact<Limit>(
    pair('cpu.weight', (c) => c.cpu.weight),
    neutral,
  );
  yield* compareFact<string | null>(
    pair('cpu.cpus', (c) => c.cpu.cpus),
    {
      opens: moreProcessors,
      without: null,
      words: (_, to) => (to === null ? 'all processors may be used' : `processors ${to} may be used`),
    },
  );
  yield* compareFact<Limit>(
    pair('pids.limit', (c) => c.pids.limit),
    limit,
  );
  yield* compareFact<string | null>(
    pair('pids.boundAt', (c) => c.pids.boundAt),
    neutral,
  );
  yield* compareFact<Limit>(
    pair('io.weight', (c) => c.io.weight),
    neutral,
  );
  yield* compareFact<IoLimit[]>(
    pair('io.limits', (c) => c.io.limits),
    {
      opens: lessThrottled,
      without: [],
      words: (from, to) =>
        lessThrottled(from, to) ? 'devices are less limited' : 'devices are more limited',
    },
  );
  yield* compareItems<DeviceRule>(
    pair('devices', (c) => c.devices),
    deviceChanges,
  );
  yield* compareFact<boolean>(
    pair('writable', (c) => c.writable),
    {
      opens: (from, to) => to && !from,
      words: (_, to) => `a cgroup file system can${to ? '' : 'not'} be written`,
    },
  );
}

/** Quota and period are one limit: a share of a processor. */
function* bandwidthChanges(before: Cgroups, after: Cgroups): Generator<FieldChange> {
  const share = ({ cpu: { quota, period } }: Cgroups): Fact<Limit> =>
    typeof quota === 'number' && typeof period === 'number' && period > 0
      ? Math.round((quota / period) * 1_000_000)
      : typeof quota === 'number'
        ? (period ?? null)
        : quota;
  const sides = [before, after].map(({ cpu: { quota, period } }) => ({ quota, period })) as [
    Pick<Cgroups['cpu'], 'quota' | 'period'>,
    Pick<Cgroups['cpu'], 'quota' | 'period'>,
  ];
  for (const change of compareFact<Limit>(
    { wall: 'cgroups', field: 'cgroups.cpu.quota', before: share(before), after: share(after) },
    {
      opens: higher,
      without: null,
      words: (from, to) =>
        higher(from, to) ? 'more processor time is allowed' : 'less processor time is allowed',
    },
  ))
    yield {
      ...change,
      before: sides[0].quota,
      after: sides[1].quota,
      set: (state, side) => Object.assign(state.posture.cgroups.cpu, sides[side === 'before' ? 0 : 1]),
    };
}

/** Whether a list of processors has some that another has not; `null` = all of the host's. */
function moreProcessors(from: string | null, to: string | null): boolean {
  if (from === null) return false;
  if (to === null) return true;
  const had = processorsOf(from);
  return [...processorsOf(to)].some((processor) => !had.has(processor));
}

const rates = ['rbps', 'wbps', 'riops', 'wiops'] as const;

/** Whether any device may be used faster. */
const lessThrottled = (from: readonly IoLimit[], to: readonly IoLimit[]): boolean =>
  from.some((limit) => {
    const now = to.find(({ major, minor }) => major === limit.major && minor === limit.minor);
    return rates.some((rate) => higher(limit[rate], now?.[rate] ?? null));
  });

/** Lines of a device list that came or left; one that others cover already gives nothing and takes nothing. */
export function* deviceChanges(
  before: readonly DeviceRule[],
  after: readonly DeviceRule[],
): Generator<ItemChange<DeviceRule>> {
  for (const rule of missingFrom(after, before)) {
    const leaning = before.some((other) => coversDevices(other, rule)) ? 'neutral' : 'weakening';
    yield { before: null, after: rule, leaning, note: `allowed now: ${deviceText(rule)}` };
  }
  for (const rule of missingFrom(before, after)) {
    const leaning = after.some((other) => coversDevices(other, rule)) ? 'neutral' : 'strengthening';
    yield { before: rule, after: null, leaning, note: `not allowed any more: ${deviceText(rule)}` };
  }
}

const deviceText = ({ type, major, minor, access }: DeviceRule): string =>
  `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`;

/** Changes of the rlimits wall (getrlimit(2)): of the hard limit; a program moves its soft limit below it as it likes. */
export function* rlimitChanges(
  { rlimits: before }: Posture,
  { rlimits: after }: Posture,
): Generator<FieldChange> {
  for (const name of rlimitNames)
    yield* compareFact(
      { wall: 'rlimits', field: `rlimits.${name}`, before: before[name], after: after[name] },
      {
        opens: (from, to) => higher(from.hard, to.hard),
        without: { soft: null, hard: null },
        words: (from, to) =>
          from.hard === to.hard ? 'only the soft limit moved' : limitWords(from.hard, to.hard),
      },
    );
}

/** Device nodes below /dev that came or left, but those that every runtime makes. */
export function* deviceNodeChanges(
  { filesystem: before }: Posture,
  { filesystem: after }: Posture,
): Generator<FieldChange> {
  const pair = {
    wall: 'filesystem' as const,
    field: 'filesystem.devices',
    before: before.devices,
    after: after.devices,
  };
  yield* compareItems(pair, function* (from, to) {
    for (const node of missingFrom(to, from))
      yield { before: null, after: node, leaning: 'weakening', note: `${node.path} is there now` };
    for (const node of missingFrom(from, to))
      yield { before: node, after: null, leaning: 'strengthening', note: `${node.path} is gone` };
  });
}
