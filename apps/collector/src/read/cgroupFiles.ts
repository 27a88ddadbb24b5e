import { isKnown, unreadable, unsupported, type Fact } from '@shoji/posture';
import { reasonOf, type Files } from './files.js';
import type { CgroupMounts, Hierarchy } from './cgroupMounts.js';

/** One cgroup and all its ancestors within what is mounted, innermost first; the root, which limits nothing, left out. */
export interface Lineage {
  version: 1 | 2;
  levels: { path: string; directory: string }[];
  /** Directory of the topmost cgroup that can be seen. */
  top: string;
}

/** Finds a process's cgroup of a controller: where the controller is mounted as version 1, else in the unified hierarchy. */
export function lineageOf(
  mounts: Fact<CgroupMounts>,
  paths: ReadonlyMap<string, string>,
  controller: string,
): Fact<Lineage> {
  if (!isKnown(mounts)) return mounts;
  const legacy = mounts.get(controller);
  const hierarchy = legacy ?? mounts.get('');
  if (!hierarchy) return unsupported(`no ${controller} controller is mounted`);
  const path = paths.get(legacy ? controller : '');
  if (path === undefined) return unreadable(`no ${controller} cgroup`);
  if (path.startsWith('/..') || hierarchy.root.startsWith('/..'))
    return unreadable('collector has a cgroup namespace of its own');
  if (!within(path, hierarchy.root)) return unreadable('cgroup lies outside the mounted part');
  return { version: hierarchy.version, levels: levels(path, hierarchy), top: hierarchy.directory };
}

const within = (path: string, root: string): boolean =>
  root === '/' || path === root || path.startsWith(`${root}/`);

function levels(path: string, { directory, root }: Hierarchy): Lineage['levels'] {
  const prefix = root === '/' ? '' : root;
  const found: Lineage['levels'] = [];
  for (let at = path; at.length > 1 && within(at, root); at = at.slice(0, at.lastIndexOf('/')))
    found.push({ path: at, directory: directory + at.slice(prefix.length) });
  return found;
}

/** A value, and the texts of the cgroup files that it was made of. */
export interface OfTexts<T> {
  value: T;
  texts: readonly { path: string; text: Fact<string | null> }[];
}

/** Text of cgroup files, each read once a cycle: ancestors are shared. `null` = the cgroup has no such file. */
export class CgroupFiles {
  readonly #texts = new Map<string, Fact<string | null>>();
  #asked: { path: string; text: Fact<string | null> }[] | null = null;

  constructor(private readonly files: Files) {}

  text(directory: string, name: string): Fact<string | null> {
    const path = `${directory}/${name}`;
    const text = this.#text(path);
    this.#asked?.push({ path, text });
    return text;
  }

  /** What it was made of before, where each of its files says the same again; else it is made anew. */
  again<T>(before: OfTexts<T> | null, make: () => T): OfTexts<T> {
    if (before?.texts.every(({ path, text }) => this.#text(path) === text)) return before;
    const texts = (this.#asked = []);
    try {
      return { value: make(), texts };
    } finally {
      this.#asked = null;
    }
  }

  #text(path: string): Fact<string | null> {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = this.#read(path);
    this.#texts.set(path, text);
    return text;
  }

  #read(path: string): Fact<string | null> {
    try {
      return this.files.readText(path);
    } catch (error) {
      const reason = reasonOf(error);
      // ENODEV: the cgroup was removed while its file was open; the process check at the end drops the container.
      return reason === 'ENOENT' ? null : unreadable(reason);
    }
  }
}
