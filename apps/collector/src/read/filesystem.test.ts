import { parseMountinfo } from '@shoji/procfs';
import { readMounts } from './filesystem.js';

const root = '50 40 0:50 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w\n';
const kernelPaths = { masked: ['/proc/kcore'], readonly: ['/proc/sysrq-trigger'] };
const host = { byDevice: new Map(), root: undefined };
const facts = (...lines: string[]) =>
  readMounts(parseMountinfo(root + lines.map((line) => `${line}\n`).join('')), host, kernelPaths);

describe('whether a cgroup file system can be written', () => {
  const host = '51 50 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
  const cover = '52 51 0:57 / /sys/fs/cgroup rw - tmpfs tmpfs rw,size=4k';
  const own = '53 52 0:26 /user/x /sys/fs/cgroup ro - cgroup2 cgroup2 rw';
  it.each<[string, string[], boolean]>([
    ['the one that shows', [host], true],
    ['the one that shows, read-only, though a writable one is under it', [host, cover, own], false],
    ['none, where memory covers it', [host, cover], false],
    [
      'a part of it that is mounted below the cover',
      [cover.replace('52 51', '52 50'), own.replace(' ro ', ' rw ')],
      true,
    ],
  ])('is told by %s', (_, lines, writable) => {
    expect(facts(...lines).cgroupsWritable).toBe(writable);
  });
});

describe('paths of the kernel', () => {
  const proc = '51 50 0:51 / /proc rw,nosuid,nodev,noexec - proc proc rw';
  it.each(['/systemd/inaccessible/reg', '/host/inaccessible/reg', '/null'])('are masked by %s', (source) => {
    const { filesystem } = facts(
      proc,
      `52 51 0:52 ${source} /proc/kcore ro - tmpfs tmpfs rw`,
      `53 51 0:52 ${source} /proc/kallsyms ro - tmpfs tmpfs rw`,
    );
    expect(filesystem.maskedPaths).toEqual(['/proc/kallsyms', '/proc/kcore']);
    expect(filesystem.exposedPaths).toEqual(['/proc/sysrq-trigger']);
    expect(filesystem.mounts).toEqual([]);
  });
});
