import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.js';
import { replaceFile } from './replace-file.js';

/** Numbers put aside at once: one write to disk a block, and no more are lost by a crash. */
const block = 1000;

/**
 * Report numbers that only grow within a boot, over crashes too: a number below the limit on disk counts as used.
 * Where the file is lost or cannot be written, numbers start above the milliseconds since boot, which no earlier run
 * of this boot can have reached.
 */
export class Sequence {
  private bootId: string | null = null;
  private last = 0;
  private reserved = 0;

  /** `monotonic` = milliseconds since boot (CLOCK_MONOTONIC). */
  constructor(
    private readonly path: string,
    private readonly monotonic: () => number,
    private readonly warn: (message: string) => void,
  ) {}

  /** The next number for a report of this boot. */
  next(bootId: string): number {
    if (bootId !== this.bootId) {
      this.bootId = bootId;
      this.last = Math.max(this.limitOnDisk(bootId), Math.floor(this.monotonic()));
      this.reserved = this.last;
    }
    this.last += 1;
    if (this.last > this.reserved) {
      this.reserved = this.last + block - 1;
      this.keep();
    }
    return this.last;
  }

  private limitOnDisk(bootId: string): number {
    try {
      const kept = JSON.parse(readFileSync(this.path, 'utf8')) as { bootId?: unknown; reserved?: unknown };
      return kept.bootId === bootId && Number.isSafeInteger(kept.reserved) ? Number(kept.reserved) : 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.warn(`cannot read ${this.path}, report numbers go by the time since boot: ${messageOf(error)}`);
      }
      return 0;
    }
  }

  private keep(): void {
    const { bootId, reserved } = this;
    try {
      replaceFile(this.path, Buffer.from(`${JSON.stringify({ bootId, reserved })}\n`));
    } catch (error) {
      this.warn(`cannot write ${this.path}, report numbers go by the time since boot: ${messageOf(error)}`);
    }
  }
}
