/** That one read gives the whole of the files for which the collector does only one: asked of this kernel. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { isOneRecord } from '../../apps/collector/src/read/oneRecord.js';

const buffer = Buffer.alloc(64 * 1024);

/** Bytes that a first and a second read give, `null` where the file cannot be read or its process is gone. */
function twoReads(path: string): [number, number] | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    return [readSync(file, buffer, 0, buffer.length, null), readSync(file, buffer, 0, buffer.length, null)];
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

const list = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const processFiles = (): string[] =>
  list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => list(`/proc/${pid}`).map((name) => `/proc/${pid}/${name}`));

function cgroupFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory()) return cgroupFiles(path);
      return entry.isFile() ? [path] : [];
    });
  } catch {
    return [];
  }
}

it.each([
  ['process', processFiles],
  ['cgroup', () => cgroupFiles('/sys/fs/cgroup')],
])('gives the whole of every one-record %s file in one read', (_, files) => {
  const seen = new Map<string, number>();
  const rest: string[] = [];
  for (const path of files().filter(isOneRecord)) {
    const reads = twoReads(path);
    if (reads === null) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    seen.set(name, Math.max(reads[0], seen.get(name) ?? 0));
    if (reads[1] > 0) rest.push(path);
  }
  expect(rest).toEqual([]);
  expect([...seen.values()].every((bytes) => bytes < buffer.length)).toBe(true);
  expect(seen.size).toBeGreaterThanOrEqual(3);
});
