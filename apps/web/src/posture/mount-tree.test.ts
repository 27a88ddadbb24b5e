import type { Mount } from './document';
import { mountTree } from './mount-tree';

const at = (destination: string): Mount => ({
  destination,
  source: null,
  type: 'tmpfs',
  readonly: false,
  options: [],
  propagation: 'private',
  fromHost: false,
});
const tree = (...paths: string[]) =>
  mountTree(paths.map(at)).map(({ mount, depth }) => `${depth} ${mount.destination}`);

describe('mountTree', () => {
  it('nests a mount in the nearest one above it', () => {
    expect(tree('/sys/fs/cgroup', '/proc/sys', '/', '/proc', '/sys')).toEqual([
      '0 /',
      '1 /proc',
      '2 /proc/sys',
      '1 /sys',
      '2 /sys/fs/cgroup',
    ]);
  });

  it('takes no name that only begins alike for a parent', () => {
    expect(tree('/', '/data', '/data-2', '/data/x')).toEqual(['0 /', '1 /data', '2 /data/x', '1 /data-2']);
  });

  it('keeps two mounts on one point side by side', () => {
    expect(tree('/', '/a', '/a')).toEqual(['0 /', '1 /a', '1 /a']);
  });

  it('needs no root', () => {
    expect(tree('/a/b', '/c')).toEqual(['0 /a/b', '0 /c']);
  });
});
