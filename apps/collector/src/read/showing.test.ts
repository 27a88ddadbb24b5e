import { parseMountinfo } from '@shoji/procfs';
import { showing } from './showing.js';

const mounts = (...lines: string[]) => parseMountinfo(lines.map((line) => `${line}\n`).join(''));
const typeAt = (list: ReturnType<typeof mounts>, path: string) => showing(list, path)?.fsType;

const moved = mounts(
  '22 27 0:21 / /proc rw - proc proc rw',
  '24 27 0:6 / /dev rw - devtmpfs devtmpfs rw',
  '27 1 254:0 / / rw - ext4 /dev/vda rw',
  '29 24 0:26 / /dev/pts rw - devpts devpts rw',
);

const container = mounts(
  '50 40 0:50 / / rw - overlay overlay rw',
  '51 50 0:51 / /proc rw - proc proc rw',
  '52 51 0:51 /sys /proc/sys ro - proc proc rw',
  '53 51 0:52 /null /proc/keys rw - tmpfs tmpfs rw',
  '54 53 0:53 /zero /proc/keys rw - devtmpfs devtmpfs rw',
);

const hidden = mounts(
  '50 40 0:50 / / rw - overlay overlay rw',
  '51 50 0:51 / /a/b rw - ext4 /dev/vdb rw',
  '52 50 0:52 / /a rw - tmpfs tmpfs rw',
  '53 50 0:53 / / rw - btrfs /dev/vdc rw',
);

const rootless = mounts('60 9 0:51 / /proc rw - proc proc rw');

describe('showing', () => {
  it.each([
    ['on a root that was moved into place after its children', moved, '/proc/acpi', 'proc'],
    ['on that root itself', moved, '/etc', 'ext4'],
    ['two mounts deep', moved, '/dev/pts/0', 'devpts'],
    ['beside a mount whose name it begins with', moved, '/devices', 'ext4'],
    ['under a part of a tree that is mounted again', container, '/proc/sys/kernel', 'proc'],
    ['under the upper of two mounts in one place', container, '/proc/keys', 'devtmpfs'],
    ['under a mount that hides an older one below it', hidden, '/a/b/c', 'tmpfs'],
    ['below what was mounted over the root', hidden, '/etc', 'overlay'],
    ['below a root that is no mount', rootless, '/proc/keys', 'proc'],
    ['on a root that is no mount', rootless, '/etc', undefined],
  ])('finds the mount of a path %s', (_, list, path, type) => {
    expect(typeAt(list, path)).toBe(type);
  });
});
