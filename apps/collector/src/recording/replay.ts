import { posix } from 'node:path';
import type { DeviceNode } from '@shoji/posture';
import { systemError, type DeviceDirectory, type DeviceListing, type Files } from '../read/files.js';
import { fields, list, text } from '../runtimes/fields.js';
import { dockerRecords } from './dockerRecords.js';
import { podmanStores } from './podmanStores.js';
import { ancestors, plainPath, readRegular, RecordingTree } from './tree.js';

/** Reason of a fact whose file exists on the recorded host for all that is known, but was not written down. */
export const notRecorded = 'ENOTRECORDED';

const maxText = 16 * 1024 * 1024;
/** A directory with one of these was recorded whole: what it lacks the kernel did not have. */
const cgroupFiles = ['cgroup.procs', 'cgroup.controllers', 'tasks'];
/** As deep as a live reading goes below /dev. */
const deviceDepth = 4;

/**
 * A host as a recording holds it (docs in `test/recordings/README.md`): texts below `fs/`, `links.json`, `errors.json`,
 * `dirs.json`, `dev.json`. Absence is only told where it is known; anything else that is missing throws `ENOTRECORDED`.
 * @throws {RecordingError} where the directory is no recording.
 */
export function createReplayFiles(directory: string): Files {
  const { texts, composed, links, errors, devices, children, listings } = load(directory);
  const cgroupNames = namesOfCgroups(texts);

  const isThere = (path: string): boolean =>
    texts.has(path) ||
    composed.has(path) ||
    children.has(path) ||
    links.has(path) ||
    links.has(`stat:${path}`);

  const absence = (path: string): string => {
    for (const at of [path, ...ancestors(path)]) {
      const error = errors.get(at) ?? errors.get(`stat:${at}`);
      if (error !== undefined) return error;
    }
    // The table of processes was recorded whole.
    const process = /^\/proc\/\d+(?=\/|$)/.exec(path)?.[0];
    if (process !== undefined && !children.has(process)) return 'ENOENT';
    const parent = posix.dirname(path);
    const listing = listings.get(parent);
    if (listing) return listing.has(posix.basename(path)) ? notRecorded : 'ENOENT';
    const beside = children.get(parent);
    if (!cgroupFiles.some((name) => beside?.has(name))) return notRecorded;
    return isOfKernel(parent, posix.basename(path)) ? notRecorded : 'ENOENT';
  };

  /** Whether the kernel has this file in this cgroup: it has it in others, and the file's controller is on here. */
  const isOfKernel = (cgroup: string, name: string): boolean => {
    if (!cgroupNames.has(name)) return false;
    const isRoot = !children.get(posix.dirname(cgroup))?.has('cgroup.procs');
    // Of what readers ask for, the root has only this: nothing limits the whole host.
    if (isRoot) return /^cpuset\.(cpus\.effective|effective_cpus)$/.test(name);
    const file = texts.get(`${cgroup}/cgroup.controllers`);
    return file === undefined || readRegular(file, maxText).trim().split(' ').includes(controllerOf(name));
  };

  const refuse = (path: string): never => {
    throw systemError(absence(path), path);
  };

  const found = (path: string): string => {
    const plain = plainPath(path);
    const error = errors.get(plain);
    if (error !== undefined) throw systemError(error, plain);
    return plain;
  };

  return {
    readText: (path, limit = maxText) => {
      const plain = found(path);
      const file = texts.get(plain);
      if (file !== undefined) return readRegular(file, limit);
      const made = composed.get(plain);
      if (made !== undefined) return made;
      if (children.has(plain)) throw systemError('EISDIR', plain);
      return refuse(plain);
    },
    readLink: (path) => {
      const plain = found(path);
      const target = links.get(plain);
      if (target !== undefined) return target;
      if (/^(?!12)\d{5,6} /.test(links.get(`stat:${plain}`) ?? '')) throw systemError('EINVAL', plain);
      return refuse(plain);
    },
    readDir: (path) => {
      const plain = found(path);
      const names = children.get(plain);
      if (names) return [...names];
      if (texts.has(plain)) throw systemError('ENOTDIR', plain);
      return refuse(plain);
    },
    exists: (path) => {
      const plain = plainPath(path);
      if (isThere(plain)) return true;
      const reason = absence(plain);
      if (reason === 'ENOENT' || reason === 'ENOTDIR') return false;
      throw systemError(reason, plain);
    },
    version: (path) => {
      const plain = found(path);
      return isThere(plain) ? 'recorded' : refuse(plain);
    },
    permissions: (path) => {
      const plain = found(path);
      const [, mode, uid, gid] = /^([0-7]+) (\d+):(\d+) /.exec(links.get(`stat:${plain}`) ?? '') ?? [];
      if (mode === undefined) return refuse(plain);
      return { mode: parseInt(mode, 8) & 0o7777, uid: Number(uid), gid: Number(gid) };
    },
    deviceNodes: (root, { avoid }) => {
      const plain = found(root);
      const pid = /^\/proc\/(\d+)\/root$/.exec(plain)?.[1];
      const listing = pid === undefined ? undefined : devices.get(pid);
      return listing ? listed(listing, avoid) : refuse(`${plain}/dev`);
    },
  };
}

/** Answers for docker's socket from `docker/inspect/*.json` of a recording: the record of the container with this id. */
export function createReplayInspect(directory: string): (id: string) => Promise<unknown> {
  const byId = new Map<string, unknown>();
  for (const record of inspected(new RecordingTree(directory), 'docker')) {
    const id = text(fields(record).Id);
    if (id !== undefined) byId.set(id, record);
  }
  return (id) => Promise.resolve(byId.get(id) ?? null);
}

/** What a runtime answered to `inspect` about each of its containers. */
const inspected = (tree: RecordingTree, runtime: string): unknown[] =>
  tree.below(`/${runtime}/inspect`).flatMap(([, file]) => list(jsonOf(file)));

const controllerOf = (file: string): string => file.slice(0, file.indexOf('.'));

/** Names of the files that any cgroup of the host has. */
const namesOfCgroups = (texts: Recorded['texts']): ReadonlySet<string> =>
  new Set(
    [...texts.keys()]
      .filter((path) => path.startsWith('/sys/fs/cgroup/'))
      .map((path) => posix.basename(path)),
  );

interface Recorded {
  /** File of this machine by path of the recorded host. */
  texts: ReadonlyMap<string, string>;
  /** Text by path of the recorded host, of files that were recorded in another form. */
  composed: ReadonlyMap<string, string>;
  links: ReadonlyMap<string, string>;
  errors: ReadonlyMap<string, string>;
  /** Listing by pid. */
  devices: ReadonlyMap<string, readonly unknown[]>;
  /** Names in each directory, as far as anything in it was recorded. */
  children: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names in each directory whose whole listing was recorded. */
  listings: ReadonlyMap<string, ReadonlySet<string>>;
}

function load(directory: string): Recorded {
  const tree = new RecordingTree(directory);
  const texts = new Map([...bundles(tree), ...tree.below('/fs')]);
  const composed = new Map([
    ...podmanStores(inspected(tree, 'podman')),
    ...dockerRecords(inspected(tree, 'docker')),
  ]);
  const links = texted(tree.list('links.json'));
  const errors = texted(tree.list('errors.json'));
  const children = new Map<string, Set<string>>();
  const add = (path: string): void => {
    let name = posix.basename(path);
    for (const parent of ancestors(path)) {
      const names = children.get(parent);
      if (names) {
        names.add(name);
        return;
      }
      children.set(parent, new Set([name]));
      name = posix.basename(parent);
    }
  };
  for (const path of [...texts.keys(), ...composed.keys()]) add(path);
  for (const path of links.keys()) if (path.startsWith('/')) add(path);
  for (const [path, code] of errors) if (path.startsWith('/') && code !== 'ENOENT') add(path);
  const listings = new Map<string, ReadonlySet<string>>();
  for (const [path, names] of tree.list('dirs.json')) {
    add(path);
    const known = children.get(path) ?? new Set();
    children.set(path, known);
    for (const name of Array.isArray(names) ? names : []) if (typeof name === 'string') known.add(name);
    listings.set(path, known);
  }
  const devices = deviceLists(tree.list('dev.json'));
  return { texts, composed, links, errors, devices, children, listings };
}

const texted = (entries: [string, unknown][]): Map<string, string> =>
  new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** The runtimes' own records lie in `oci/NAME/`; `scenario.json` tells where the host had them. */
function bundles(tree: RecordingTree): Map<string, string> {
  const found = new Map<string, string>();
  for (const record of list(new Map(tree.list('scenario.json')).get('records')))
    for (const [name, path] of Object.entries(fields(fields(record).oci))) {
      const file = tree.file(`/oci/${text(fields(record).name) ?? ''}/${name}`);
      if (file !== undefined && typeof path === 'string' && path.startsWith('/'))
        found.set(plainPath(path), file);
    }
  return found;
}

function deviceLists(entries: [string, unknown][]): Map<string, readonly unknown[]> {
  const given = new Map(entries);
  const lists = new Map<string, readonly unknown[]>();
  for (const [pid, value] of given) {
    const same = fields(value).same_as;
    // One step only: a listing that is the same as another is the same as a full one.
    const listing = Array.isArray(value)
      ? value
      : given.get(typeof same === 'number' ? `${same}` : (text(same) ?? ''));
    if (Array.isArray(listing)) lists.set(pid, listing);
  }
  return lists;
}

function listed(entries: readonly unknown[], avoid: DeviceDirectory['avoid']): DeviceListing {
  const nodes: DeviceNode[] = [];
  let nested = false;
  for (const entry of entries) {
    const { path: below, type, dev, error } = fields(entry);
    if (error !== undefined) throw systemError(text(error) ?? notRecorded, `/dev/${text(below) ?? ''}`);
    if (type === 'd') nested = true;
    if (type !== 'b' && type !== 'c') continue;
    const [, major, minor] = /^(\d{1,4}):(\d{1,7})$/.exec(text(dev) ?? '') ?? [];
    const parts = (text(below) ?? '').split('/');
    const path = `/dev/${parts.join('/')}`;
    if (major === undefined || parts.some((part) => ['', '.', '..'].includes(part)))
      throw systemError('EBADMSG', path);
    if (parts.length > deviceDepth || avoid.has(path) || [...ancestors(path)].some((at) => avoid.has(at)))
      continue;
    nodes.push({ path, type, major: Number(major), minor: Number(minor) });
  }
  return { nodes, nested };
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readRegular(file, maxText)) as unknown;
  } catch {
    return null;
  }
}
