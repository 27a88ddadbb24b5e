import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createReplayFiles, createReplayInspect } from './replay.js';
import type { Files } from '../read/files.js';

let directory: string;

const write = (path: string, content: unknown): void => {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-replay-'));
  write('fs/proc/1/stat', '1 (init) S');
  write('fs/proc/1/net/dev', 'lo\n');
  write('fs/sys/fs/cgroup/cgroup.procs', '1\n');
  write('fs/sys/fs/cgroup/docker/cgroup.procs', '');
  write('links.json', {
    '/proc/1/ns/mnt': 'mnt:[4026531841]',
    '/proc/9/root': '/',
    'stat:/proc/kcore': '100400 0:0 dev=20 ino=4026532026',
    '/proc/1/cwd': 7,
  });
  write('errors.json', {
    '/proc/1/attr/exec': 'EINVAL',
    '/proc/9/ns/mnt': 'ENOENT',
    '/proc/7/root': 'EACCES',
    'stat:/sys/fs/selinux': 'ENOENT',
    'stat:/proc/secret': 'EACCES',
  });
  write('dev.json', {
    '1': [
      { path: 'vda', type: 'b', dev: '254:0' },
      { path: 'net', type: 'd' },
      { path: 'net/tun', type: 'c', dev: '10:200' },
      { path: 'pts/ptmx', type: 'c', dev: '5:2' },
      { path: 'core', type: 'l', target: '/proc/kcore' },
    ],
    '9': { same_as: '1' },
    '10': { same_as: 1 },
    '11': [{ path: '.', error: 'EACCES' }],
    '12': [{ path: '../../etc/passwd', type: 'c', dev: '1:1' }],
    '13': [{ path: 'x', type: 'b', dev: 'many' }],
  });
});
afterEach(() => rmSync(directory, { recursive: true }));

const codeOf = (act: () => unknown): unknown => {
  try {
    return { value: act() };
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const replay = (): Files => createReplayFiles(directory);
const nowhere = { mountId: 1, avoid: new Set<string>(), mounts: new Map<string, number>() };

describe('createReplayFiles', () => {
  it('gives texts, links, listings and presence as they were recorded', () => {
    const files = replay();
    expect(files.readText('/proc/1/stat')).toBe('1 (init) S');
    expect(files.readText('/proc/1/../1//stat')).toBe('1 (init) S');
    expect(files.readLink('/proc/1/ns/mnt')).toBe('mnt:[4026531841]');
    expect(files.readDir('/proc').sort()).toEqual(['1', '7', '9']);
    expect(files.readDir('/proc/1').sort()).toEqual(['attr', 'net', 'ns', 'stat']);
    expect(files.exists('/proc/kcore')).toBe(true);
    expect(files.exists('/sys/fs')).toBe(true);
  });

  it('gives whole listings, empty ones too', () => {
    write('dirs.json', { '/run/netns': ['blue'], '/run/empty': [] });
    const files = replay();
    expect(files.readDir('/run/netns')).toEqual(['blue']);
    expect(files.readDir('/run/empty')).toEqual([]);
    expect(files.readDir('/run').sort()).toEqual(['empty', 'netns']);
    expect(codeOf(() => files.readText('/run/netns/blue'))).toBe('ENOTRECORDED');
  });

  it.each([
    ['a recorded error', '/proc/1/attr/exec', 'EINVAL'],
    ['a recorded absence', '/proc/9/ns/mnt', 'ENOENT'],
    ['what lies below a recorded absence', '/sys/fs/selinux/enforce', 'ENOENT'],
    ['what lies behind a recorded refusal', '/proc/7/root/dev', 'EACCES'],
    ['a process that is not in the process table', '/proc/2/status', 'ENOENT'],
    ['a file that a recorded cgroup does not have', '/sys/fs/cgroup/docker/memory.max', 'ENOENT'],
    ['a cgroup that was not recorded', '/sys/fs/cgroup/other/memory.max', 'ENOTRECORDED'],
    ['a file of a recorded process', '/proc/1/status', 'ENOTRECORDED'],
    ['a file beside a recorded one', '/proc/1/net/tcp', 'ENOTRECORDED'],
    ['a link whose target is no text', '/proc/1/cwd', 'ENOTRECORDED'],
    ['a path elsewhere', '/etc/os-release', 'ENOTRECORDED'],
    ['a directory', '/proc/1', 'EISDIR'],
    ['a path that is none', 'proc/1/stat', 'EINVAL'],
    ['a path with a NUL', '/proc/1/stat\0', 'EINVAL'],
  ])('says of %s what is known of it', (_, path, code) => {
    const files = replay();
    expect(codeOf(() => files.readText(path))).toBe(code);
    if (code === 'EISDIR') return;
    expect(codeOf(() => files.readDir(path))).toBe(code);
    expect(codeOf(() => files.version(path))).toBe(code);
    expect(codeOf(() => files.readLink(path))).toBe(code);
  });

  it('tells absence only where it is known', () => {
    const files = replay();
    expect(files.exists('/sys/fs/selinux')).toBe(false);
    expect(files.exists('/proc/2')).toBe(false);
    expect(codeOf(() => files.exists('/proc/acpi'))).toBe('ENOTRECORDED');
    expect(codeOf(() => files.exists('/proc/secret'))).toBe('EACCES');
  });

  it('refuses a text beyond the limit', () => {
    expect(codeOf(() => replay().readText('/proc/1/stat', 3))).toBe('EFBIG');
  });

  it('lists device nodes, also where another listing is the same, without what is mounted over', () => {
    const files = replay();
    const all = files.deviceNodes('/proc/1/root', nowhere);
    expect(all).toEqual({
      nested: true,
      nodes: [
        { path: '/dev/vda', type: 'b', major: 254, minor: 0 },
        { path: '/dev/net/tun', type: 'c', major: 10, minor: 200 },
        { path: '/dev/pts/ptmx', type: 'c', major: 5, minor: 2 },
      ],
    });
    expect(files.deviceNodes('/proc/9/root', nowhere)).toEqual(all);
    expect(files.deviceNodes('/proc/10/root', nowhere)).toEqual(all);
    const avoided = files.deviceNodes('/proc/1/root', {
      ...nowhere,
      avoid: new Set(['/dev/pts', '/dev/vda']),
    });
    expect(avoided.nodes.map(({ path }) => path)).toEqual(['/dev/net/tun']);
  });

  it.each([
    ['that could not be made', 11, 'EACCES'],
    ['that leads out of /dev', 12, 'EBADMSG'],
    ['without a device number', 13, 'EBADMSG'],
    ['that was not recorded', 14, 'ENOENT'],
  ])('refuses a listing %s', (_, pid, code) => {
    expect(codeOf(() => replay().deviceNodes(`/proc/${pid}/root`, nowhere))).toBe(code);
  });

  it('follows no link out of the recording', () => {
    write('outside', 'secret');
    symlinkSync(join(directory, 'outside'), join(directory, 'fs/proc/1/status'));
    symlinkSync('/etc', join(directory, 'fs/etc'));
    const files = replay();
    expect(codeOf(() => files.readText('/proc/1/status'))).toBe('ENOTRECORDED');
    expect(codeOf(() => files.readText('/etc/hostname'))).toBe('ENOTRECORDED');
    expect(codeOf(() => files.readText('/../../outside'))).toBe('ENOTRECORDED');
  });

  it('has the bundles of the runtimes where the host had them', () => {
    write('oci/web/config.json', '{"ociVersion":"1.0.2"}');
    write('scenario.json', {
      records: [
        { name: 'web', oci: { 'config.json': '/run/x/web/config.json', '../../outside': '/etc/passwd' } },
        { name: '../..', oci: { 'links.json': '/etc/shadow' } },
        null,
      ],
    });
    const files = replay();
    expect(files.readText('/run/x/web/config.json')).toBe('{"ociVersion":"1.0.2"}');
    expect(codeOf(() => files.readText('/etc/passwd'))).toBe('ENOTRECORDED');
    expect(codeOf(() => files.readText('/etc/shadow'))).toBe('ENOTRECORDED');
  });

  it('needs nothing but a folder fs', () => {
    rmSync(join(directory, 'links.json'));
    rmSync(join(directory, 'errors.json'));
    rmSync(join(directory, 'dev.json'));
    const files = replay();
    expect(files.readText('/proc/1/stat')).toBe('1 (init) S');
    expect(codeOf(() => files.readLink('/proc/1/ns/mnt'))).toBe('ENOTRECORDED');
    expect(codeOf(() => files.deviceNodes('/proc/1/root', nowhere))).toBe('ENOTRECORDED');
  });

  it('says why a directory is no recording', () => {
    write('links.json', '[]');
    expect(codeOf(replay)).toBe('malformed');
    write('links.json', '{');
    expect(codeOf(replay)).toBe('malformed');
    rmSync(join(directory, 'fs'), { recursive: true });
    expect(codeOf(replay)).toBe('no-recording');
    expect(codeOf(() => createReplayFiles(join(directory, 'absent')))).toBe('no-recording');
  });
});

describe('createReplayInspect', () => {
  it('answers as docker would', async () => {
    write('docker/inspect/web.json', [{ Id: 'abc', Name: '/web' }]);
    write('docker/inspect/broken.json', '[');
    const inspect = createReplayInspect(directory);
    expect(await inspect('abc')).toEqual({ Id: 'abc', Name: '/web' });
    expect(await inspect('def')).toBeNull();
  });
});
