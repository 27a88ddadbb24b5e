import type { Files, Roots } from '../read/files.js';
import type { HostReaderOptions } from '../read/snapshot.js';
import { fields, text } from '../runtimes/fields.js';
import { recordedPath } from './recordedPath.js';
import { createReplayFiles, createReplayInspect } from './replay.js';
import { RecordingTree } from './tree.js';

/** A recording as a reader of hosts takes it, and when it was made (now, where it does not say). */
export interface OpenRecording {
  reader: Pick<HostReaderOptions, 'roots' | 'inspect' | 'askVersion'> & { files: Files };
  recordedAt: Date;
}

const usual: Roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };

/** Opens a recorded host. @throws {RecordingError} where the directory is no recording. */
export function openRecording(directory: string, now: Date): OpenRecording {
  const tree = new RecordingTree(directory);
  const about = new Map(tree.list('recording.json'));
  const versions = new Map(tree.list('docker/versions.json'));
  const time = Date.parse(text(about.get('recordedAt')) ?? '');
  const given = fields(about.get('roots'));
  const root = (name: keyof Roots): string => {
    const path = text(given[name]);
    return path?.startsWith('/') ? path : usual[name];
  };
  // With the roots of the one who recorded, so that a reader finds its own mounts where that one found them.
  const roots = { procfs: root('procfs'), sysfs: root('sysfs'), rootfs: root('rootfs') };
  return {
    reader: {
      roots,
      files: below(createReplayFiles(directory), roots),
      inspect: createReplayInspect(directory),
      askVersion: (socket) => Promise.resolve(versions.get(socket) ?? null),
    },
    recordedAt: Number.isNaN(time) ? now : new Date(time),
  };
}

/** Files of a host that hang below these roots. */
const below = (files: Files, roots: Roots): Files => ({
  readText: (path, limit) => files.readText(recordedPath(path, roots), limit),
  readLink: (path) => files.readLink(recordedPath(path, roots)),
  readDir: (path) => files.readDir(recordedPath(path, roots)),
  exists: (path) => files.exists(recordedPath(path, roots)),
  version: (path) => files.version(recordedPath(path, roots)),
  permissions: (path) => files.permissions(recordedPath(path, roots)),
  deviceNodes: (root, directory) => files.deviceNodes(recordedPath(root, roots), directory),
});
