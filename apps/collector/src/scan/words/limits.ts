import {
  isKnown,
  rlimitNames,
  type DeviceRule,
  type Fact,
  type Posture,
  type RlimitName,
} from '@shoji/posture';
import { bytes, factLine, inWords, listed, type Line } from './line.js';

/** What the cgroup and its ancestors allow. */
export function cgroupWords({ cgroups }: Posture): Line[] {
  const { memory, cpu, pids, io } = cgroups;
  const limit = (fact: Fact<number | null>, words: (value: number) => string, none = 'no limit') =>
    inWords(fact, (value) => (value === null ? none : words(value)));
  const more = [
    `swap ${limit(memory.swap, bytes)}`,
    ...(memory.high === null ? [] : [`throttled from ${limit(memory.high, bytes)}`]),
  ].filter((text) => !text.includes('none here'));
  return [
    factLine('version', cgroups.version, (version) => `cgroup v${version}`),
    factLine('memory', memory.limit, () =>
      [`${limit(memory.limit, bytes)}${boundWords(memory.boundAt)}`, ...more].join('; '),
    ),
    factLine('processor', cpu.quota, (quota) =>
      [
        quota === null
          ? 'no limit'
          : `${Number((quota / (isKnown(cpu.period) ? (cpu.period ?? 100_000) : 100_000)).toFixed(2))} CPUs' time`,
        `weight ${limit(cpu.weight, String, 'by default')}`,
        `on ${limitText(cpu.cpus)}`,
      ].join('; '),
    ),
    factLine('processes', pids.limit, () => `${limit(pids.limit, String)}${boundWords(pids.boundAt)}`),
    factLine('disk', io.limits, (limits) =>
      [
        limits.length === 0
          ? 'no throttle'
          : limits
              .map(({ major, minor, rbps, wbps, riops, wiops }) => {
                const rates = [
                  ...(rbps === null ? [] : [`read ${bytes(rbps)}/s`]),
                  ...(wbps === null ? [] : [`write ${bytes(wbps)}/s`]),
                  ...(riops === null ? [] : [`read ${riops}/s`]),
                  ...(wiops === null ? [] : [`write ${wiops}/s`]),
                ];
                return `${major}:${minor} ${rates.join(', ')}`;
              })
              .join('; '),
        ...(io.weight === null ? [] : [`weight ${inWords(io.weight, String)}`]),
      ].join('; '),
    ),
    factLine('devices', cgroups.devices, (rules) => listed(rules.map(ruleWords), 'none is allowed')),
    factLine(
      'cgroup files',
      cgroups.writable,
      (writable) => (writable ? 'can be written from inside' : 'cannot be written from inside'),
      cgroups.writable === true ? 'warn' : undefined,
    ),
  ];
}

const limitText = (cpus: Fact<string | null>): string =>
  inWords(cpus, (list) => (list === null ? 'every CPU' : `CPU ${list}`));

const boundWords = (at: Fact<string | null>): string =>
  isKnown(at) && at !== null && at !== 'self' ? ` (set above it, at ${at})` : '';

const ruleWords = ({ type, major, minor, access }: DeviceRule): string =>
  type === 'a' ? `every device ${access}` : `${type} ${major ?? '*'}:${minor ?? '*'} ${access},`;

/** What each resource limit counts in (getrlimit(2)). */
const sizes: ReadonlySet<RlimitName> = new Set([
  'as',
  'core',
  'data',
  'fsize',
  'memlock',
  'msgqueue',
  'rss',
  'stack',
]);
const seconds: Partial<Record<RlimitName, string>> = { cpu: 's', rttime: 'µs' };

/** The sixteen resource limits, `soft / hard`; those that limit nothing together. */
export function rlimitWords({ rlimits }: Posture): Line[] {
  const free = rlimitNames.filter((name) => {
    const fact = rlimits[name];
    return isKnown(fact) && fact.soft === null && fact.hard === null;
  });
  const set = rlimitNames.filter((name) => !free.includes(name));
  return [
    ...set.map((name) => {
      const words = (value: number | null) =>
        value === null
          ? 'unlimited'
          : sizes.has(name)
            ? bytes(value)
            : `${value}${seconds[name] ? ` ${seconds[name]}` : ''}`;
      return factLine(name, rlimits[name], ({ soft, hard }) =>
        soft === hard ? words(soft) : `${words(soft)}, at most ${words(hard)}`,
      );
    }),
    ...(free.length > 0 ? [{ label: 'unlimited', text: listed(free) }] : []),
  ];
}
