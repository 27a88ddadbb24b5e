import { accessSync, closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { listDeviceNodes } from './deviceNodes.js';
import { codeOf, systemError, type Files } from './files.js';

/** Reads into one buffer that is kept and only ever grows: /proc files have no size to ask for beforehand. */
export function createHostFiles(procfs: string): Files {
  let buffer = Buffer.allocUnsafe(64 * 1024);

  const readText = (path: string, limit = 16 * 1024 * 1024): string => {
    const file = openSync(path, 'r');
    try {
      let length = 0;
      for (;;) {
        if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
        const count = readSync(file, buffer, length, buffer.length - length, null);
        if (count === 0) return buffer.toString('utf8', 0, length);
        length += count;
        if (length > limit) throw systemError('EFBIG', path);
      }
    } finally {
      closeSync(file);
    }
  };

  return {
    readText,
    readLink: (path) => readlinkSync(path),
    readDir: (path) => readdirSync(path),
    exists: (path) => {
      try {
        accessSync(path);
        return true;
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
        throw error;
      }
    },
    version: (path) => {
      const { ino, size, mtimeMs, ctimeMs } = lstatSync(path);
      return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
    },
    deviceNodes: (root, directory) => listDeviceNodes(procfs, root, directory),
  };
}
