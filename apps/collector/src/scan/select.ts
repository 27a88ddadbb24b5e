import type { Scanned } from './scanned.js';

/** What somebody meant who named a container. */
export type Selection =
  | { found: Scanned }
  | { candidates: Scanned[] }
  /** Names that look like the one that was given. */
  | { near: string[] };

/**
 * Finds the container that is named: by its whole name or id, else by the process id of its init, by how its id begins, or
 * by a part of its name. The first way that fits anything decides.
 */
export function select(containers: readonly Scanned[], wanted: string): Selection {
  const lower = wanted.toLowerCase();
  const ways: ((container: Scanned) => boolean)[] = [
    ({ name, id }) => name === wanted || id === wanted,
    ({ name }) => name.toLowerCase() === lower,
    ({ instance }) => wanted === String(instance.pid),
    ({ id }) => wanted.length >= 2 && idOf(id).startsWith(lower),
    ({ name }) => name.toLowerCase().includes(lower),
  ];
  if (wanted !== '')
    for (const way of ways) {
      const candidates = containers.filter(way);
      const [found] = candidates;
      if (found && candidates.length === 1) return { found };
      if (found) return { candidates };
    }
  const near = containers
    .map(({ name }) => ({ name, steps: distance(name.toLowerCase().slice(0, 64), lower.slice(0, 64)) }))
    .filter(({ name, steps }) => steps <= Math.max(2, Math.min(name.length, wanted.length) / 3))
    .sort((a, b) => a.steps - b.steps);
  return { near: [...new Set(near.map(({ name }) => name))].slice(0, 5) };
}

/** The runtime's own id of a qualified one (`podman:abc`). */
const idOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1).toLowerCase();

/** Letters to add, drop or change between two words (Levenshtein). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
