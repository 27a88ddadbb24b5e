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
  #slots = new Map<string, { key: string; value: unknown }>();
  #used = new Map<string, { key: string; value: unknown }>();

  use<T>(slot: string, key: string, make: () => T): T {
    let kept = this.#used.get(slot) ?? this.#slots.get(slot);
    if (kept?.key !== key) kept = { key, value: make() };
    this.#used.set(slot, kept);
    return kept.value as T;
  }

  /** Drops the slots that were not used since the last call: what they spoke of is gone. */
  forgetUnused(): void {
    this.#slots = this.#used;
    this.#used = new Map();
  }
}

/** Key of a fact for {@link Memo}. */
export const keyOf = (value: Fact<string>): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
