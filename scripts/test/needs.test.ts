import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, missingFor, privilegeMissing, type Machine } from './needs.js';

let directory: string;
let machine: Machine;
const path = process.env['PATH'];
const log = console.log;

/** A machine that has a shell, no program that tests need, and an apt-get that notes what it is asked for. */
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-needs-'));
  const bin = join(directory, 'bin');
  machine = { root: true, debian: true, architecture: 'x64', sbin: [join(directory, 'sbin')] };
  for (const made of [bin, ...machine.sbin]) mkdirSync(made);
  symlinkSync('/bin/sh', join(bin, 'sh'));
  process.env['PATH'] = bin;
  console.log = () => undefined;
});

afterEach(() => {
  process.env['PATH'] = path;
  console.log = log;
  rmSync(directory, { recursive: true });
});

const aptGet = (script: string): void =>
  writeFileSync(join(directory, 'bin/apt-get'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const asked = (): string[] => readFileSync(join(directory, 'asked'), 'utf8').trim().split('\n');
const note = (): string =>
  `echo "$DEBIAN_FRONTEND $*" >> ${directory}/asked; test -x ${directory}/sbin/policy-rc.d`;

describe('missingFor', () => {
  it('names each program once, with its package', () => {
    expect(missingFor(['jobs', 'lab', 'faults'], machine).map(({ program }) => program)).toEqual([
      ...new Set(missingFor(['jobs', 'lab', 'faults'], machine).map(({ program }) => program)),
    ]);
    expect(missingFor(['jobs'], machine)).toEqual([{ program: 'redis-server', package: 'redis-server' }]);
  });

  it.each(['bin', 'sbin'])('takes a program in %s as there', (place) => {
    writeFileSync(join(directory, place, 'redis-server'), '', { mode: 0o755 });
    expect(missingFor(['jobs'], machine)).toEqual([]);
  });

  it('takes a file that cannot be run as missing', () => {
    writeFileSync(join(directory, 'bin/redis-server'), '', { mode: 0o644 });
    expect(missingFor(['jobs'], machine)).toHaveLength(1);
  });
});

describe('install', () => {
  it('lets apt-get install each missing package once, and starts no service by it', () => {
    aptGet(note());
    expect(install(missingFor(['lab'], machine), machine)).toBeUndefined();
    const [update, packages] = asked();
    expect(update).toBe('noninteractive -qq update');
    expect(packages).toMatch(/^noninteractive -qq install --yes --no-install-recommends docker\.io runc /);
    expect(packages!.split(' ').filter((name) => name === 'docker.io')).toHaveLength(1);
    expect(existsSync(join(directory, 'sbin/policy-rc.d'))).toBe(false);
  });

  it('runs nothing where nothing is missing', () => {
    aptGet(note());
    expect(install([], machine)).toBeUndefined();
    expect(existsSync(join(directory, 'asked'))).toBe(false);
  });

  it.each([
    ['without root', { root: false }],
    ['on another distribution', { debian: false }],
  ])('names the packages and runs nothing %s', (_, change) => {
    aptGet(note());
    expect(install(missingFor(['jobs'], machine), { ...machine, ...change })).toBe(
      'The tests need these packages: redis-server. Install them and run npm test again.',
    );
    expect(existsSync(join(directory, 'asked'))).toBe(false);
  });

  it('says which step failed, and what to install by hand', () => {
    aptGet(`${note()} && test "$2" != install`);
    expect(install(missingFor(['jobs'], machine), machine)).toBe(
      'The tests need these packages: redis-server. Install them and run npm test again. (apt-get install failed)',
    );
    expect(existsSync(join(directory, 'sbin/policy-rc.d'))).toBe(false);
  });
});

describe('privilegeMissing', () => {
  it('names the parts that need root, to everybody else', () => {
    expect(privilegeMissing(['unit', 'lab', 'faults'], { ...machine, root: false })).toBe(
      'lab, faults start real containers and need root. As an ordinary user run: npm test -- unit',
    );
    expect(privilegeMissing(['unit', 'lab'], machine)).toBeUndefined();
    expect(privilegeMissing(['unit'], { ...machine, root: false })).toBeUndefined();
  });

  it('names the part that only one architecture has a guest for', () => {
    expect(privilegeMissing(['unit', 'vm'], { ...machine, architecture: 'arm64' })).toMatch(/^vm .* arm64/);
    expect(privilegeMissing(['unit'], { ...machine, architecture: 'arm64' })).toBeUndefined();
    expect(privilegeMissing(['vm'], machine)).toBeUndefined();
  });
});
