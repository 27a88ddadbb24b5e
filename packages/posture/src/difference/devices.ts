import { isKnown } from '../fact.js';
import { coversDevices, isUsualDevice, usualDeviceNumbers } from '../meaning/device-rules.js';
import type { DeviceNode, DeviceRule, Posture } from '../posture.js';
import { compareFacts, few, stronger, weaker, type Comparison, type Difference } from './difference.js';

/** What runtimes allow beyond the configuration: making any node, the usual ones, and pseudo terminals. */
const usualRules: DeviceRule[] = [
  { type: 'b', major: null, minor: null, access: 'm' },
  { type: 'c', major: null, minor: null, access: 'm' },
  { type: 'c', major: 136, minor: null, access: 'rwm' },
  // runc before 1.2 allowed /dev/net/tun to every container.
  { type: 'c', major: 10, minor: 200, access: 'rwm' },
  ...[...usualDeviceNumbers].map((number): DeviceRule => {
    const [major = 0, minor = 0] = number.split(':').map(Number);
    return { type: 'c', major, minor, access: 'rwm' };
  }),
];

/** Differences of the devices that a cgroup may use (cgroup-v1/devices.rst; version 2 shows none). */
export function compareDeviceRules(declared: Posture, effective: Posture): Generator<Difference> {
  const pair = {
    wall: 'cgroups' as const,
    field: 'cgroups.devices',
    declared: declared.cgroups.devices,
    effective: effective.cgroups.devices,
  };
  return compareFacts(pair, {
    needs: (asked) => !asked.some(({ type }) => type === 'a'),
    compare: (asked, found): Comparison => {
      const allowed = [...asked, ...usualRules];
      const more = found.filter((rule) => !allowed.some((other) => coversDevices(other, rule)));
      if (more.length > 0) return weaker(`also allowed: ${few(more.map(text))}`);
      const less = asked.filter((rule) => !found.some((other) => coversDevices(other, rule)));
      return less.length > 0 ? stronger(`not allowed: ${few(less.map(text))}`) : null;
    },
  });
}

const text = ({ type, major, minor, access }: DeviceRule): string =>
  `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`;

/** Differences of the device nodes below /dev: those that nobody asked for, and those that are gone. */
export function* compareDeviceNodes(declared: Posture, effective: Posture): Generator<Difference> {
  const pair = {
    wall: 'filesystem' as const,
    field: 'filesystem.devices',
    declared: declared.filesystem.devices,
    effective: effective.filesystem.devices,
  };
  const { mounts } = declared.filesystem;
  // Below a mount that was asked for is what the host has there.
  const asWanted = isKnown(mounts)
    ? new Set(mounts.map(({ destination }) => destination))
    : new Set<string>();
  yield* compareFacts(pair, {
    compare: (asked, found): Comparison => {
      const wanted = new Set(asked.map(numbers));
      const more = found.filter(
        (node) => !wanted.has(numbers(node)) && !isUsualDevice(node) && !isBelowAny(node.path, asWanted),
      );
      if (more.length > 0)
        return { ...weaker(`nobody asked for ${few(paths(more))}`), declared: [], effective: more };
      const there = new Set(found.map(numbers));
      const less = asked.filter((node) => !there.has(numbers(node)) && !isUsualDevice(node));
      return less.length > 0
        ? { ...stronger(`not there: ${few(paths(less))}`), declared: less, effective: [] }
        : null;
    },
  });
}

function isBelowAny(path: string, places: ReadonlySet<string>): boolean {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (places.has(at)) return true;
  return false;
}

const paths = (nodes: DeviceNode[]): string[] => nodes.map(({ path }) => path);

const numbers = ({ type, major, minor }: DeviceNode): string => `${type} ${major}:${minor}`;
