import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';
import { decimal, decimalOrMax, deviceNumber } from './number.js';

/** Throttle of one device: bytes and operations a second; null = no limit. */
export interface IoMax {
  major: number;
  minor: number;
  rbps: number | null;
  wbps: number | null;
  riops: number | null;
  wiops: number | null;
}

/** cgroup v2 `io.max`, `8:16 rbps=2097152 wbps=max riops=max wiops=120`; unknown keys are skipped. @throws ProcfsError */
export function parseIoMax(text: string): IoMax[] {
  return lines(text).map((line) => {
    const [device = '', ...pairs] = line.split(' ');
    const limits = new Map(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
    const limit = (key: string): number | null => {
      const value = limits.get(key);
      if (value === undefined) throw new ProcfsError('missing-field', `io.max has no ${key}: ${quote(line)}`);
      return decimalOrMax(value);
    };
    return {
      ...deviceNumber(device),
      rbps: limit('rbps'),
      wbps: limit('wbps'),
      riops: limit('riops'),
      wiops: limit('wiops'),
    };
  });
}

/** One line of a cgroup v1 `blkio.throttle.*_device` file: bytes or operations a second. */
export interface Throttle {
  major: number;
  minor: number;
  limit: number;
}

/** cgroup v1 `blkio.throttle.{read,write}_{bps,iops}_device`: only devices with a limit are listed. @throws ProcfsError */
export function parseThrottle(text: string): Throttle[] {
  return lines(text).map((line) => {
    const blank = line.indexOf(' ');
    if (blank < 0) throw new ProcfsError('malformed', `not a device and a limit: ${quote(line)}`);
    return { ...deviceNumber(line.slice(0, blank)), limit: decimal(line, blank + 1, line.length) };
  });
}
