import { createHash } from 'node:crypto';
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
  readonly #slots = new Map<string, { key: string; value: unknown; usedAt: number }>();
  #calls = 0;

  /** `lasts`: of how many {@link forgetUnused} a slot outlives all but the last without being used. */
  constructor(private readonly lasts = 1) {}

  use<T>(slot: string, key: string, make: () => T): T {
    let kept = this.#slots.get(slot);
    if (kept?.key !== key) this.#slots.set(slot, (kept = { key, value: make(), usedAt: 0 }));
    kept.usedAt = this.#calls;
    return kept.value as T;
  }

  /** Drops the slots that were not used for so long: what they spoke of is gone. */
  forgetUnused(): void {
    this.#calls += 1;
    for (const [slot, { usedAt }] of this.#slots)
      if (this.#calls - usedAt > this.lasts) this.#slots.delete(slot);
  }
}

/** Key of a fact for {@link Memo}. */
export const keyOf = (value: Fact<string>): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The same of a long text, which is not to be kept: its SHA-256. */
export const digestOf = (value: Fact<string>): string =>
  typeof value === 'string' ? createHash('sha256').update(value).digest('base64') : JSON.stringify(value);
