import type { DeviceRule } from '../posture.js';

/** Whether one line of a device list allows all that another does (cgroup-v1/devices.rst). */
export const coversDevices = (wide: DeviceRule, narrow: DeviceRule): boolean =>
  (wide.type === 'a' || wide.type === narrow.type) &&
  (wide.major === null || wide.major === narrow.major) &&
  (wide.minor === null || wide.minor === narrow.minor) &&
  [...narrow.access].every((letter) => wide.access.includes(letter));
