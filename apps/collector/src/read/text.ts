import { unreadable, type Fact } from '@shoji/posture';
import { reasonOf, type Files } from './files.js';

/** The text of a kernel file, or why it cannot be read. */
export function readFact(files: Files, path: string): Fact<string> {
  try {
    return files.readText(path);
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

/** Values kept by slot for as long as the key they were made from stays the same. */
export class Memo {
  readonly #slots = new Map<string, { key: string; value: unknown }>();

  use<T>(slot: string, key: string, make: () => T): T {
    const kept = this.#slots.get(slot);
    if (kept?.key === key) return kept.value as T;
    const value = make();
    this.#slots.set(slot, { key, value });
    return value;
  }
}

/** Key of a fact for {@link Memo}. */
export const keyOf = (value: Fact<string>): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
