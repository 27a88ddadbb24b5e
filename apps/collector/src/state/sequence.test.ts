import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sequence } from './sequence.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'shoji-sequence-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const boot = '1057a979-78bb-4141-930f-ab4f284b19d6';
const sequence = (monotonic = 0, file = 'sequence') => {
  const warnings: string[] = [];
  const made = new Sequence(
    join(directory, file),
    () => monotonic,
    (message) => warnings.push(message),
  );
  return { next: (bootId = boot) => made.next(bootId), warnings };
};

describe('Sequence', () => {
  it('counts up', () => {
    const { next } = sequence();
    expect([next(), next(), next()]).toEqual([1, 2, 3]);
  });
  it('starts above everything a crashed run may have used', () => {
    for (let last = 0, run = 0; run < 3; run += 1) {
      const { next } = sequence();
      for (let count = 0; count < 1500; count += 1) {
        const number = next();
        expect(number).toBeGreaterThan(last);
        last = number;
      }
    }
  });
  it('starts above the time since boot where the file is damaged, and says so', () => {
    writeFileSync(join(directory, 'sequence'), '{"bootId":"105');
    const { next, warnings } = sequence(90_000);
    expect(next()).toBe(90_001);
    expect(warnings.length).toBe(1);
  });
  it('goes on by the time since boot where the file cannot be written', () => {
    const { next, warnings } = sequence(5, 'missing/sequence');
    expect([next(), next()]).toEqual([6, 7]);
    expect(warnings[0]).toContain('cannot write');
  });
  it('does not take over the numbers of another boot', () => {
    expect(sequence(90_000).next()).toBe(90_001);
    expect(sequence(3).next('3f0e4f10-2f7d-4b5e-9f5c-0d4b7a4d1c11')).toBe(4);
  });
});
