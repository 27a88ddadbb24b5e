import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostFiles } from './hostFiles.js';

describe('a held file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-host-files-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    ['its first byte', '1::/a\n'],
    ['its last byte', '0::/a '],
    ['one within', '0::/b\n'],
    ['an end that is missing', '0::/'],
    ['an end that was added', '0::/a\n1::/\n'],
    ['all of it', ''],
  ])('tells when it differs in %s', (_, changed) => {
    const path = join(directory, 'cgroup');
    const files = createHostFiles('/proc');
    writeFileSync(path, '0::/a\n');
    const held = files.hold?.(path);
    expect(held?.read()).toBe('0::/a\n');
    expect(held?.read()).toBe('0::/a\n');
    writeFileSync(path, changed);
    // What another file left in the common buffer is none of its text.
    files.readText('/proc/self/limits');
    expect(held?.read()).toBe(changed);
    expect(held?.read()).toBe(changed);
    writeFileSync(path, '0::/a\n');
    expect(held?.read()).toBe('0::/a\n');
    held?.close();
  });
});
