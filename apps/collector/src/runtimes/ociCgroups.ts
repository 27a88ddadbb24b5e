import { unsupported, type DeviceRule, type IoLimit, type Posture } from '@shoji/posture';
import { byDeviceRule } from '../read/deviceRules.js';
import { fields, id32, integer, list, text, type Fields } from './fields.js';
import { mountOptions } from './ociMountOptions.js';

const silent = unsupported('not declared');

const positive = (value: unknown): number | null => {
  const number = integer(value);
  return number !== undefined && number > 0 ? number : null;
};

/**
 * The limits that an OCI configuration asks for (runtime-spec, config-linux.md#control-groups). `null` = none; a share of
 * its siblings or a device list of which it says nothing is `unsupported`.
 */
export function declaredCgroups(resources: Fields, mounts: Fields[]): Posture['cgroups'] {
  const { limit, swap: total } = fields(resources.memory);
  const { quota, period, shares, cpus } = fields(resources.cpu);
  const memory = positive(limit);
  // OCI's swap is memory and swap together; -1 is unlimited.
  const both = integer(total);
  const swap = both ? (both > 0 ? Math.max(0, both - (memory ?? 0)) : null) : silent;
  const share = positive(shares);
  return {
    version: silent,
    memory: { limit: memory, swap, high: silent, boundAt: silent },
    cpu: {
      quota: positive(quota),
      period: positive(quota) === null ? null : (positive(period) ?? 100_000),
      weight: share === null ? silent : Math.max(1, Math.min(10_000, Math.round((share * 100) / 1024))),
      cpus: text(cpus) ?? null,
    },
    pids: { limit: positive(fields(resources.pids).limit), boundAt: silent },
    io: { weight: silent, limits: ioLimits(fields(resources.blockIO)) },
    devices: Array.isArray(resources.devices)
      ? declaredDeviceRules(list(resources.devices).map(fields))
      : silent,
    writable: mounts.some(givesCgroups),
  };
}

/** Whether the mount shows a cgroup file system that can be written: one of its own, or the host's with all below it. */
function givesCgroups(mount: Fields): boolean {
  const { type, source } = mount;
  const words = mountOptions(mount);
  if (words.includes('ro')) return false;
  if (type === 'cgroup' || type === 'cgroup2') return true;
  const path = text(source) ?? '';
  return (
    /^\/sys\/fs\/cgroup(\/|$)/.test(path) ||
    (words.includes('rbind') && ['/', '/sys', '/sys/fs'].includes(path))
  );
}

const rates = [
  ['throttleReadBpsDevice', 'rbps'],
  ['throttleWriteBpsDevice', 'wbps'],
  ['throttleReadIOPSDevice', 'riops'],
  ['throttleWriteIOPSDevice', 'wiops'],
] as const;

function ioLimits(blockIO: Fields): IoLimit[] {
  const limits = new Map<string, IoLimit>();
  for (const [key, rate] of rates)
    for (const entry of list(blockIO[key]).map(fields)) {
      const [major, minor] = [id32(entry.major), id32(entry.minor)];
      if (major === undefined || minor === undefined) continue;
      const device = `${major}:${minor}`;
      const none = { major, minor, rbps: null, wbps: null, riops: null, wiops: null };
      limits.set(device, { ...(limits.get(device) ?? none), [rate]: positive(entry.rate) });
    }
  return [...limits.values()].sort((a, b) => a.major - b.major || a.minor - b.minor);
}

/** What is left after the rules ran in order; OCI writes "every number" as absent or -1. */
export function declaredDeviceRules(rules: Fields[]): DeviceRule[] {
  let allowed: DeviceRule[] = [];
  for (const { allow, access, type, major, minor } of rules) {
    const number = (value: unknown) => id32(value) ?? null;
    const letters = text(access) ?? 'rwm';
    const rule: DeviceRule = {
      type: type === 'b' || type === 'c' ? type : 'a',
      major: number(major),
      minor: number(minor),
      access: ['r', 'w', 'm'].filter((letter) => letters.includes(letter)).join(''),
    };
    allowed = allowed.filter(
      (other) =>
        rule.type !== 'a' &&
        !(other.type === rule.type && other.major === rule.major && other.minor === rule.minor),
    );
    if (allow === true) allowed.push(rule);
  }
  return allowed.sort(byDeviceRule);
}
