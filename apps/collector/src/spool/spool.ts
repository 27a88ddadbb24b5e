import {
  appendFileSync,
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceFile, syncDirectory, writeFully } from '../state/replace-file.js';
import { decodeFrames, encodeFrame, type Frame } from './frame.js';

export interface SpoolOptions {
  directory: string;
  /** Bytes of all segments together; beyond, the oldest segment is dropped and the gap written down. */
  maxBytes: number;
  /** Bytes after which a new segment begins. */
  segmentBytes: number;
}

/** What opening had to leave out. */
export interface Recovery {
  /** Bytes of half-written frames cut off: they were never held. */
  torn: number;
  /** Damaged pieces, moved to the file `quarantine`. */
  damaged: number;
}

/** Written into the spool in place of what was dropped, and delivered like everything else. */
export interface Gap {
  gap: { count: number; through: number };
}

interface Segment {
  path: string;
  first: number;
  last: number;
  bytes: number;
}

const segmentName = /^(\d{16})\.seq$/;
const watermarkName = /^acknowledged-(\d+)$/;
/** Bytes of damaged frames kept for a person to look at. */
const quarantineBytes = 1 << 20;

/**
 * Things to deliver, held on disk until acknowledged: append-only segments of frames, and an empty file
 * `acknowledged-N` whose name is the watermark (a name is never half written). Acknowledging is the only way out,
 * except for the byte limit, which leaves a gap record. Damage costs the damaged frames and nothing else.
 */
export class Spool {
  readonly recovery: Recovery = { torn: 0, damaged: 0 };
  private segments: Segment[] = [];
  private watermark = 0;
  private lastId = 0;
  private descriptor: number | null = null;

  /** @throws the errno error where the directory cannot be made, read or written. */
  constructor(private readonly options: SpoolOptions) {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    this.recover();
  }

  /** Number of frames held at most; damaged ones still count until passed. */
  get size(): number {
    return this.segments.reduce(
      (sum, { first, last }) => sum + last - Math.max(first - 1, this.watermark),
      0,
    );
  }

  /** Adds values; when it returns they are on disk. @throws the errno error, and then none is held. */
  append(values: readonly unknown[]): void {
    if (values.length === 0) return;
    const frames = values.map((value, index) => encodeFrame({ id: this.lastId + 1 + index, value }));
    const bytes = Buffer.concat(frames);
    if (this.makeRoom(bytes.length)) this.append(values);
    else this.write(bytes, values.length);
  }

  /** The oldest frames not acknowledged, in order. Reads no more than it needs from disk. */
  peek(limit: number): Frame[] {
    const held: Frame[] = [];
    for (const { path, last } of this.segments) {
      for (const frame of decodeFrames(readFileSync(path)).frames) {
        if (held.length >= limit) return held;
        if (frame.id > this.watermark && frame.id <= last) held.push(frame);
      }
    }
    return held;
  }

  /** Lets go of everything up to and including this id: the watermark is on disk before anything is unlinked. */
  acknowledge(id: number): void {
    if (id <= this.watermark) return;
    const { directory } = this.options;
    closeSync(openSync(join(directory, `acknowledged-${id}`), 'w', 0o600));
    syncDirectory(directory);
    const before = this.watermark;
    this.watermark = id;
    this.lastId = Math.max(this.lastId, id);
    unlinkIfThere(join(directory, `acknowledged-${before}`));
    while (this.segments[0] !== undefined && this.segments[0].last <= id) this.dropOldest();
  }

  /** Closes the file that is open. Everything held is already on disk. */
  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  private write(bytes: Buffer, count: number): void {
    let segment = this.segments.at(-1);
    if (segment === undefined || this.descriptor === null || segment.bytes >= this.options.segmentBytes) {
      segment = this.begin();
    }
    const descriptor = this.descriptor;
    if (descriptor === null) throw new Error('no segment is open');
    try {
      writeFully(descriptor, bytes);
      fdatasyncSync(descriptor);
    } catch (error) {
      // Whole frames of a batch that failed must not be found later beside those of the next attempt.
      ftruncateSync(descriptor, segment.bytes);
      throw error;
    }
    segment.bytes += bytes.length;
    this.lastId += count;
    segment.last = this.lastId;
  }

  private begin(): Segment {
    this.close();
    const first = this.lastId + 1;
    const path = join(this.options.directory, `${String(first).padStart(16, '0')}.seq`);
    this.descriptor = openSync(path, 'w', 0o600);
    syncDirectory(this.options.directory);
    const segment = { path, first, last: first - 1, bytes: 0 };
    this.segments.push(segment);
    return segment;
  }

  /** Drops the oldest segments, each once its gap is written down. Whether it had to. */
  private makeRoom(bytes: number): boolean {
    let dropped = false;
    for (;;) {
      const total = this.segments.reduce((sum, segment) => sum + segment.bytes, bytes);
      const oldest = this.segments[0];
      if (oldest === undefined || this.segments.length < 2 || total <= this.options.maxBytes) return dropped;
      const held = decodeFrames(readFileSync(oldest.path)).frames.filter(({ id }) => id > this.watermark);
      const count = held.reduce((sum, { value }) => sum + (isGap(value) ? value.gap.count : 1), 0);
      const gap: Gap = { gap: { count, through: oldest.last } };
      this.write(encodeFrame({ id: this.lastId + 1, value: gap }), 1);
      this.dropOldest();
      dropped = true;
    }
  }

  private dropOldest(): void {
    const segment = this.segments.shift();
    if (segment === undefined) return;
    if (this.segments.length === 0) this.close();
    unlinkIfThere(segment.path);
  }

  private recover(): void {
    const { directory } = this.options;
    const names = readdirSync(directory);
    const marks = names.flatMap((name) => watermarkName.exec(name)?.[1] ?? []).map(Number);
    this.watermark = Math.max(0, ...marks);
    for (const mark of marks)
      if (mark < this.watermark) unlinkIfThere(join(directory, `acknowledged-${mark}`));

    for (const name of names) if (name.endsWith('.tmp')) unlinkIfThere(join(directory, name));

    let dropped = this.watermark;
    const repairs: (() => void)[] = [];
    const segments = names.filter((name) => segmentName.test(name)).sort();
    for (const [index, name] of segments.entries()) {
      const path = join(directory, name);
      const bytes = readFileSync(path);
      const { frames, bad, torn } = decodeFrames(bytes);
      for (const { value } of frames) if (isGap(value)) dropped = Math.max(dropped, value.gap.through);
      // Only the newest segment can end in the middle of a write; elsewhere a frame that was held has been cut.
      if (torn > 0 && index < segments.length - 1) this.recovery.damaged += 1;
      else this.recovery.torn += torn;
      this.recovery.damaged += bad.length;
      const whole = Buffer.concat(frames.map(encodeFrame));
      if (frames.length === 0) {
        repairs.push(() => unlinkIfThere(path));
      } else {
        if (whole.length !== bytes.length) repairs.push(() => replaceFile(path, whole));
        const last = Math.max(...frames.map(({ id }) => id));
        this.segments.push({ path, first: Number(name.slice(0, 16)), last, bytes: whole.length });
      }
      if (bad.length > 0) this.quarantine(bad);
    }
    this.lastId = Math.max(this.watermark, Number(segments.at(-1)?.slice(0, 16) ?? 0));
    for (const { last } of this.segments) this.lastId = Math.max(this.lastId, last);
    // The loss is written down before the damage is mended: a crash in between tells of it twice, never not at all.
    const count = this.recovery.damaged;
    if (count > 0) this.write(encodeFrame({ id: this.lastId + 1, value: { gap: { count, through: 0 } } }), 1);
    for (const repair of repairs) repair();
    // After a crash between writing down a gap and dropping what it speaks of.
    while (this.segments[0] !== undefined && this.segments[0].last <= dropped) this.dropOldest();
  }

  private quarantine(pieces: readonly Buffer[]): void {
    const path = join(this.options.directory, 'quarantine');
    const size = existingSize(path);
    const bytes = Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from('\n')]));
    if (size + bytes.length > quarantineBytes) return;
    appendFileSync(path, bytes, { mode: 0o600 });
  }
}

/** Whether a held value stands for others that were dropped. */
export const isGap = (value: unknown): value is Gap =>
  typeof value === 'object' && value !== null && 'gap' in value;

function existingSize(path: string): number {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
