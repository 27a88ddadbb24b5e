import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';

/** One allowed set of devices; null = every number. */
export interface DeviceRule {
  /** all, block or character. */
  type: 'a' | 'b' | 'c';
  major: number | null;
  minor: number | null;
  /** Of `rwm`: read, write, mknod. */
  access: string;
}

const rule = /^([abc]) (\*|[0-9]{1,10}):(\*|[0-9]{1,10}) (r?w?m?)$/;

/** cgroup v1 `devices.list`; empty = no device is allowed (Documentation/admin-guide/cgroup-v1/devices.rst). @throws ProcfsError */
export function parseDevicesList(text: string): DeviceRule[] {
  return lines(text).map((line) => {
    const [, type, major = '', minor = '', access = ''] = rule.exec(line) ?? [];
    if (type !== 'a' && type !== 'b' && type !== 'c') {
      throw new ProcfsError('malformed', `not a device rule: ${quote(line)}`);
    }
    return { type, major: deviceOrAll(major), minor: deviceOrAll(minor), access };
  });
}

function deviceOrAll(value: string): number | null {
  return value === '*' ? null : Number(value);
}
