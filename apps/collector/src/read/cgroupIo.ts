import { isKnown, type Fact, type IoLimit, type Posture } from '@shoji/posture';
import { parseFlatKeyed, parseIoMax, parseThrottle, ProcfsError } from '@shoji/procfs';
import type { CgroupFiles, Lineage } from './cgroupFiles.js';
import { map, own, parsed } from './limits.js';

type Key = 'rbps' | 'wbps' | 'riops' | 'wiops';
const keys: readonly Key[] = ['rbps', 'wbps', 'riops', 'wiops'];

/** Version 1 has one file a key (cgroup-v1/blkio-controller.rst), version 2 `io.max` for all. */
const legacyFiles: Record<Key, string> = {
  rbps: 'blkio.throttle.read_bps_device',
  wbps: 'blkio.throttle.write_bps_device',
  riops: 'blkio.throttle.read_iops_device',
  wiops: 'blkio.throttle.write_iops_device',
};

interface Input {
  files: CgroupFiles;
  self: string;
}

/** Weight and the tightest throttle of each device over a cgroup and its ancestors. */
export function readIo(input: Input, lineage: Fact<Lineage>): Posture['cgroups']['io'] {
  if (!isKnown(lineage)) return { weight: lineage, limits: lineage };
  return { weight: weight(input, lineage), limits: limits(input, lineage) };
}

function weight(input: Input, lineage: Lineage): Fact<number | null> {
  const names = lineage.version === 2 ? ['io.weight', 'io.bfq.weight'] : ['blkio.bfq.weight', 'blkio.weight'];
  for (const name of names) {
    const value = own(input, lineage, name, defaultWeight);
    if (value !== null) return value;
  }
  return null;
}

/** A bare number, or a line `default 100` above those of single devices. */
function defaultWeight(text: string): number {
  const values = parseFlatKeyed(/^\d/.test(text) ? `default ${text}` : text);
  const weight = values.get('default');
  if (weight === undefined) throw new ProcfsError('missing-field', 'no default weight');
  return weight;
}

function limits({ files }: Input, lineage: Lineage): Fact<IoLimit[]> {
  const devices = new Map<string, IoLimit>();
  for (const { directory } of lineage.levels) {
    const found = lineage.version === 2 ? fromMax(files, directory) : fromThrottle(files, directory);
    if (!isKnown(found)) return found;
    for (const limit of found) {
      const device = `${limit.major}:${limit.minor}`;
      const before = devices.get(device);
      devices.set(device, before ? tighter(before, limit) : limit);
    }
  }
  return [...devices.values()].sort((a, b) => a.major - b.major || a.minor - b.minor);
}

function tighter(a: IoLimit, b: IoLimit): IoLimit {
  const low = (key: Key) => {
    const [one, other] = [a[key], b[key]];
    return one === null ? other : other === null ? one : Math.min(one, other);
  };
  const { major, minor } = a;
  return { major, minor, rbps: low('rbps'), wbps: low('wbps'), riops: low('riops'), wiops: low('wiops') };
}

const fromMax = (files: CgroupFiles, directory: string): Fact<IoLimit[]> =>
  map(files.text(directory, 'io.max'), (text) => (text === null ? [] : parsed(text, parseIoMax)));

function fromThrottle(files: CgroupFiles, directory: string): Fact<IoLimit[]> {
  const found: IoLimit[] = [];
  for (const key of keys) {
    const text = files.text(directory, legacyFiles[key]);
    const throttles = map(text, (text) => (text === null ? [] : parsed(text, parseThrottle)));
    if (!isKnown(throttles)) return throttles;
    for (const { major, minor, limit } of throttles)
      found.push({ major, minor, rbps: null, wbps: null, riops: null, wiops: null, [key]: limit });
  }
  return found;
}
