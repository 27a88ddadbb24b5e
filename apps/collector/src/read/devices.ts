import { isKnown, unreadable, type Fact, type Posture } from '@shoji/posture';
import { reasonOf, type DeviceDirectory, type DeviceListing, type Files } from './files.js';
import type { Values } from './values.js';

type Devices = Posture['filesystem']['devices'];

/** Longer than a tick of any kernel's coarse clock. */
const settledMs = 2000;

/** Pseudo terminals (Documentation/admin-guide/devices.txt): which one a container has is chance. */
const firstPts = 136;
const lastPts = 143;

/**
 * Device nodes of one container. They come and go with a change of their directory's ctime, which nobody can set. The
 * listing is kept while that stays, unless it is so fresh that a second change could hide behind the same tick, or has
 * directories within.
 */
export class DeviceList {
  #kept: { key: string; nodes: Devices } | null = null;

  /** `process` is init's directory in /proc. */
  read(files: Files, process: string, dev: Fact<DeviceDirectory>, values: Values): Devices {
    if (!isKnown(dev)) return dev;
    const version = versionOf(files, `${process}/root/dev`);
    const key = version === null ? null : `${version}:${dev.mountId}`;
    if (key !== null && this.#kept?.key === key) return this.#kept.nodes;
    const listing = list(files, process, dev);
    const nodes = values.same(isKnown(listing) ? listing.nodes : listing);
    const settled = Date.now() - Number(version?.slice(version.lastIndexOf(':') + 1)) > settledMs;
    const lasts = key !== null && isKnown(listing) && !listing.nested && settled;
    this.#kept = lasts ? { key, nodes } : null;
    return nodes;
  }
}

function list(files: Files, process: string, dev: DeviceDirectory): Fact<DeviceListing> {
  try {
    const { nodes, nested } = files.deviceNodes(`${process}/root`, dev);
    const lasting = nodes.filter(({ major }) => major < firstPts || major > lastPts);
    return { nodes: lasting.sort((a, b) => (a.path < b.path ? -1 : 1)), nested };
  } catch (error) {
    const reason = reasonOf(error);
    // Init is looked for again at the end of its reading: while it is there, what is missing is its /dev.
    return reason === 'ENOENT' ? { nodes: [], nested: false } : unreadable(reason);
  }
}

function versionOf(files: Files, path: string): string | null {
  try {
    return files.version(path);
  } catch (error) {
    reasonOf(error);
    return null;
  }
}
