export { ProcfsError } from './errors.js';

// /proc/PID
export { parseStatus } from './status.js';
export type { Ids, Status } from './status.js';
export { isEnding, isKernelThread, parseStat } from './stat.js';
export type { Stat } from './stat.js';
export { parseCgroup } from './cgroup.js';
export type { CgroupMembership } from './cgroup.js';
export { parseMountinfo } from './mountinfo.js';
export type { Mount } from './mountinfo.js';
export { overlayLayers } from './overlay.js';
export type { OverlayLayers } from './overlay.js';
export { parseLimits } from './limits.js';
export type { Limits, Rlimit, RlimitName } from './limits.js';
export { parseIdMap } from './id-map.js';
export type { IdMap, IdRange } from './id-map.js';
export { initialNamespaceInode, isInitialNamespace, namespaceLinkTypes, parseNamespaceLink } from './ns.js';
export type { NamespaceLink, NamespaceLinkType } from './ns.js';
export { parseNetSockets } from './net-sockets.js';
export type { NetSocket } from './net-sockets.js';
export { parseSockstat } from './sockstat.js';
export { appArmorModes, parseLsmLabel, parseSelinuxContext } from './attr.js';
export type { AppArmorLabel, AppArmorMode, SelinuxContext } from './attr.js';
export { capabilityNames, capabilityTable } from './capabilities.js';
export { unescapeOctal } from './octal.js';

// cgroupfs
export { parseCpuMax, parseLimitValue } from './limit-value.js';
export type { CpuMax } from './limit-value.js';
export { parseFlatKeyed } from './flat-keyed.js';
export { parseIoMax, parseThrottle } from './io-max.js';
export type { IoMax, Throttle } from './io-max.js';
export { parseDevicesList } from './devices-list.js';
export type { DeviceRule } from './devices-list.js';
export { countCpus, parseCpuList } from './cpu-list.js';
export type { CpuRange } from './cpu-list.js';

// The host
export {
  parseBootId,
  parseBtime,
  parseInteger,
  parseLockdown,
  parseLsmList,
  parseMeminfoTotal,
  parsePids,
} from './host.js';
export { parseOsRelease } from './os-release.js';
