import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/process.js';

const root = '/sys/fs/cgroup';

/** Controllers of this machine's version 1 hierarchies, and `unified`. */
export const hierarchies = (): string[] =>
  readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());

/** Makes a cgroup below the root of the hierarchy and writes its files. */
export function makeCgroup(hierarchy: string, name: string, files: Record<string, string> = {}): void {
  const directory = join(root, hierarchy, name);
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
}

/** Removes a cgroup of that name and all below it from every hierarchy, once the processes in them have ended. */
export async function removeCgroups(name: string): Promise<void> {
  for (const hierarchy of hierarchies()) {
    const directory = join(root, hierarchy, name);
    await until(`${directory} is gone`, () => removeTree(directory));
  }
}

function removeTree(directory: string): boolean {
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isDirectory()) removeTree(join(directory, entry.name));
    rmdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return true;
}

/** Ids of the processes that a cgroup of one hierarchy holds. */
export const processesIn = (hierarchy: string, name: string): number[] =>
  readFileSync(join(root, hierarchy, name, 'cgroup.procs'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(Number);
