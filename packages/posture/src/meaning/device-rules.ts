import type { DeviceNode, DeviceRule } from '../posture.js';

/** Whether one line of a device list allows all that another does (cgroup-v1/devices.rst). */
export const coversDevices = (wide: DeviceRule, narrow: DeviceRule): boolean =>
  (wide.type === 'a' || wide.type === narrow.type) &&
  (wide.major === null || wide.major === narrow.major) &&
  (wide.minor === null || wide.minor === narrow.minor) &&
  [...narrow.access].every((letter) => wide.access.includes(letter));

/** Numbers of the nodes that every runtime makes: null, zero, full, random, urandom, tty, console, ptmx. */
export const usualDeviceNumbers: ReadonlySet<string> = new Set([
  '1:3',
  '1:5',
  '1:7',
  '1:8',
  '1:9',
  '5:0',
  '5:1',
  '5:2',
]);

/** Whether the node is one that every container has (Documentation/admin-guide/devices.txt). */
export const isUsualDevice = ({
  type,
  major,
  minor,
}: Pick<DeviceNode, 'type' | 'major' | 'minor'>): boolean =>
  type === 'c' && usualDeviceNumbers.has(`${major}:${minor}`);

/** Whether a rule of a device cgroup lets a device be read or written; without a number, any of its kind. */
export const allowsDevice = (
  rule: DeviceRule,
  { type, major, minor }: { type: 'b' | 'c'; major?: number; minor?: number },
): boolean =>
  (rule.type === 'a' || rule.type === type) &&
  /[rw]/.test(rule.access) &&
  (major === undefined || rule.major === null || rule.major === major) &&
  (minor === undefined || rule.minor === null || rule.minor === minor);
