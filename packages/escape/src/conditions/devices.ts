import { allowsDevice, isKnown, isUnreadable, isUnsupported, type DeviceNode } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Condition } from '../path.js';
import { several } from './several.js';

/** A device by kind, and by number where one is meant. */
export interface Device {
  type: 'b' | 'c';
  major?: number;
  minor?: number;
}

/**
 * The device cgroup lets it be opened (Documentation/admin-guide/cgroup-v1/devices.rst). Version 2 shows no list: there
 * what the runtime set is all that is known.
 */
export const mayOpen = (device: Device, name: string): Condition =>
  condition({
    wall: 'cgroups',
    reads: {},
    considers: { shown: (c) => c.cgroups.devices, set: (_, { traits }) => traits.deviceRules },
    unsupported: pierce('no device cgroup asks'),
    answer: ({ shown, set }) => {
      if (isUnsupported(shown)) return pierce('no device cgroup asks');
      const rules = isUnreadable(shown) ? set : shown;
      const source = isUnreadable(shown) ? ', as its runtime set it' : '';
      if (rules === undefined) return unsure(`whether the device cgroup allows ${name} could not be read`);
      return rules.some((rule) => allowsDevice(rule, device))
        ? pierce(`the device cgroup allows ${name}${source}`)
        : stop(`the device cgroup allows no ${name}${source}`);
    },
  });

/** There is a node of it, or one can be made: with CAP_MKNOD on a file system that can be written (mknod(2)). */
export const hasNode = (device: Device, name: string): Condition =>
  condition({
    wall: 'filesystem',
    capabilities: ['CAP_MKNOD'],
    reads: { nodes: (c) => c.filesystem.devices },
    considers: {
      effective: (c) => c.capabilities.effective,
      permitted: (c) => c.capabilities.permitted,
    },
    unsupported: stop('there are no device nodes'),
    answer: ({ nodes, effective, permitted }) => {
      const found = nodes.filter((candidate) => isNode(candidate, device)).map(({ path }) => path);
      if (found.length > 0)
        return pierce(`${several(found, ', ')} ${found.length === 1 ? 'is one' : 'are such'}`);
      const sets = [effective, permitted];
      if (sets.some((set) => isKnown(set) && set.includes('CAP_MKNOD')))
        return pierce('there is no node of it, but CAP_MKNOD makes one');
      return sets.some(isUnreadable)
        ? unsure(`there is no node of ${name}; whether CAP_MKNOD is held could not be read`)
        : stop(`there is no node of ${name}, and CAP_MKNOD is not held`);
    },
  });

const isNode = (node: DeviceNode, { type, major, minor }: Device): boolean =>
  node.type === type &&
  (major === undefined || node.major === major) &&
  (minor === undefined || node.minor === minor);
