import { isKnown, unreadable, type Fact } from '@shoji/posture';
import { parseLimitValue } from '@shoji/procfs';
import type { CgroupFiles, Lineage } from './cgroupFiles.js';
import { reasonOf } from './files.js';
import { stableName } from './stableName.js';

/** Applies a function to a known fact; a reason passes through. */
export const map = <A, B>(value: Fact<A>, next: (value: A) => Fact<B>): Fact<B> =>
  isKnown(value) ? next(value) : value;

/** What a parser makes of a text, or why it cannot. */
export function parsed<T>(text: string, parse: (text: string) => T): Fact<T> {
  try {
    return parse(text);
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

/** The tightest limit of a lineage. */
export interface Bound {
  limit: Fact<number | null>;
  boundAt: Fact<string | null>;
  /** Whether any cgroup of the lineage has the file. */
  seen: boolean;
}

interface Input {
  files: CgroupFiles;
  self: string;
}

/**
 * The lowest value of a limit file over a cgroup and its ancestors. A cgroup without the file does not limit; one whose
 * file cannot be read makes the whole unknown. `boundAt` is `self` for the container's own cgroup and what lies below it.
 */
export function lowest(
  { files, self }: Input,
  lineage: Fact<Lineage>,
  name: string,
  parse: (text: string) => number | null = parseLimitValue,
): Bound {
  if (!isKnown(lineage)) return { limit: lineage, boundAt: lineage, seen: false };
  let limit: number | null = null;
  let boundAt: string | null = null;
  let seen = false;
  for (const { path, directory } of lineage.levels) {
    const text = files.text(directory, name);
    if (!isKnown(text)) return { limit: text, boundAt: text, seen };
    if (text === null) continue;
    seen = true;
    const value = parsed(text, parse);
    if (!isKnown(value)) return { limit: value, boundAt: value, seen };
    if (value === null || (limit !== null && value >= limit)) continue;
    limit = value;
    boundAt =
      path === self || path.startsWith(`${self}/`) || path === lineage.levels[0]?.path
        ? 'self'
        : stableName(path);
  }
  return { limit, boundAt, seen };
}

/** Reads a file of the container's own cgroup: the one its runtime made, else the one its init is in. `null` = no such file. */
export function own<T>(
  { files, self }: Input,
  lineage: Lineage,
  name: string,
  parse: (text: string) => T,
): Fact<T | null> {
  const level = lineage.levels.find(({ path }) => path === self) ?? lineage.levels[0];
  return map(files.text(level?.directory ?? lineage.top, name), (text) =>
    text === null ? null : parsed(text, parse),
  );
}
