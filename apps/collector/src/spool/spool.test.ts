import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeFrames, encodeFrame } from './frame.js';
import { isGap, Spool } from './spool.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'shoji-spool-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (limits: { maxBytes?: number; segmentBytes?: number } = {}) =>
  new Spool({ directory, maxBytes: 1 << 20, segmentBytes: 200, ...limits });
const values = (spool: Spool) => spool.peek(Infinity).map(({ value }) => value);
const segments = () => readdirSync(directory).filter((name) => name.endsWith('.seq'));

describe('decodeFrames', () => {
  it('gives back what was encoded, and reads past damage', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.uint8Array({ maxLength: 40 }),
        (items, junk) => {
          const frames = items.map((value, index) => ({
            id: index + 1,
            value: JSON.parse(JSON.stringify(value)) as unknown,
          }));
          const bytes = frames.flatMap((frame) => [Buffer.from(junk), encodeFrame(frame)]);
          expect(decodeFrames(Buffer.concat(bytes)).frames).toEqual(frames);
        },
      ),
    );
  });
  it('costs one frame when a delimiter between two is damaged', () => {
    const bytes = Buffer.concat([1, 2, 3].map((id) => encodeFrame({ id, value: id })));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = 0x41;
      expect(decodeFrames(damaged).frames.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('Spool', () => {
  it('holds values in order over a restart', () => {
    const spool = open();
    spool.append(['a', 'b']);
    spool.append(['c']);
    expect(values(open())).toEqual(['a', 'b', 'c']);
    expect(spool.peek(2).map(({ id }) => id)).toEqual([1, 2]);
  });

  it('lets go of what is acknowledged, and of nothing else', () => {
    const spool = open();
    spool.append(['a', 'b', 'c']);
    spool.acknowledge(2);
    expect(values(spool)).toEqual(['c']);
    expect(values(open())).toEqual(['c']);
    spool.acknowledge(3);
    expect(segments()).toEqual([]);
    expect(open().size).toBe(0);
  });

  it('never gives an acknowledged number again', () => {
    const spool = open();
    spool.append(['a']);
    spool.acknowledge(1);
    const reopened = open();
    reopened.append(['b']);
    expect(reopened.peek(9)).toEqual([{ id: 2, value: 'b' }]);
  });

  it('drops the oldest beyond its limit and says how many', () => {
    const spool = open({ maxBytes: 1000 });
    const all = Array.from({ length: 100 }, (_, index) => `value ${index}`);
    for (const value of all) spool.append([value]);
    for (const held of [values(spool), values(open({ maxBytes: 1000 }))]) {
      const kept = held.filter((value) => !isGap(value));
      const dropped = held.filter(isGap).reduce((sum, { gap }) => sum + gap.count, 0);
      expect(kept).toEqual(all.slice(-kept.length));
      expect(dropped + kept.length).toBe(100);
      expect(dropped).toBeGreaterThan(0);
    }
    expect(segments().length).toBeLessThan(8);
  });

  it('cuts off a torn tail without a word of loss', () => {
    open().append(['a', 'b']);
    const path = join(directory, segments()[0]!);
    writeFileSync(path, readFileSync(path).subarray(0, -3));
    const spool = open();
    expect(values(spool)).toEqual(['a']);
    expect(spool.recovery).toMatchObject({ damaged: 0 });
    expect(spool.recovery.torn).toBeGreaterThan(0);
  });

  it('reports damage once and keeps the pieces', () => {
    open().append(['a', 'b']);
    const path = join(directory, segments()[0]!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"a"', '"z"'));
    expect(values(open())).toEqual(['b', { gap: { count: 1, through: 0 } }]);
    expect(values(open())).toEqual(['b', { gap: { count: 1, through: 0 } }]);
    expect(readFileSync(join(directory, 'quarantine'), 'utf8')).toContain('"z"');
  });

  const step = fc.oneof(
    fc.record({ append: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ acknowledge: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.constant({ reopen: true }),
  );
  const harm = fc.oneof(
    fc.record({ cutTo: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    }),
  );

  it('survives any damage to one file: nothing acknowledged comes back, nothing undamaged is lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), harm, fc.nat(), (steps, damage, pick) => {
        rmSync(directory, { recursive: true, force: true });
        let spool = open();
        let next = 0;
        let acknowledged = 0;
        for (const each of steps) {
          if ('append' in each) spool.append(Array.from({ length: each.append }, () => ({ n: ++next })));
          else if ('reopen' in each) spool = open();
          else {
            acknowledged = Math.max(acknowledged, Math.floor(each.acknowledge * next));
            spool.acknowledge(acknowledged);
          }
        }
        const files = readdirSync(directory).sort();
        if (files.length === 0) return;
        const path = join(directory, files[pick % files.length]!);
        const before = readFileSync(path);
        let after: Buffer;
        let harmed: (start: number, end: number) => boolean;
        if ('cutTo' in damage) {
          const length = Math.floor(damage.cutTo * before.length);
          after = before.subarray(0, length);
          harmed = (_, end) => end > length;
        } else {
          const at = Math.floor(damage.at * before.length);
          after = Buffer.from(before);
          after.set(damage.bytes.subarray(0, before.length - at), at);
          harmed = (start, end) => !after.subarray(start, end).equals(before.subarray(start, end));
        }
        const lost = new Set<number>();
        for (let n = 1; n <= next; n += 1) {
          const frame = encodeFrame({ id: n, value: { n } });
          const start = before.indexOf(frame);
          if (start >= 0 && harmed(start, start + frame.length)) lost.add(n);
        }
        writeFileSync(path, after);

        for (let times = 0; times < 2; times += 1) {
          const reopened = open();
          const numbers = values(reopened).flatMap((value) =>
            isGap(value) ? [] : [(value as { n: number }).n],
          );
          expect(numbers.every((n) => n > acknowledged && n <= next)).toBe(true);
          expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => x - y));
          for (let n = acknowledged + 1; n <= next; n += 1) if (!lost.has(n)) expect(numbers).toContain(n);
          reopened.append([{ n: ++next }]);
          expect(values(reopened).at(-1)).toEqual({ n: next });
        }
      }),
      { numRuns: 150 },
    );
  });
});
