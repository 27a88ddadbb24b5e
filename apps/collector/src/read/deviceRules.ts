import type { DeviceRule } from '@shoji/posture';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Order of device rules in a posture: type, major, minor, with "every number" first. */
export const byDeviceRule = (a: DeviceRule, b: DeviceRule): number =>
  byText(a.type, b.type) ||
  (a.major ?? -1) - (b.major ?? -1) ||
  (a.minor ?? -1) - (b.minor ?? -1) ||
  byText(a.access, b.access);
