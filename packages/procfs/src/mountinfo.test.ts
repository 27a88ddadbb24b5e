import fc from 'fast-check';
import { parseMountinfo, type Mount } from './mountinfo.js';
import { nspawnMountinfo } from './testing/samples.js';
import { refusal } from './testing/refusal.js';

const one = (text: string): Mount => {
  const mounts = parseMountinfo(text);
  expect(mounts).toHaveLength(1);
  return mounts[0]!;
};

describe('parseMountinfo', () => {
  it('reads every field', () => {
    expect(parseMountinfo(nspawnMountinfo)).toEqual([
      {
        id: 2782,
        parent: 3327,
        major: 0,
        minor: 26,
        root: '/machine.slice/machine-n\\x2dnspawn.scope/payload',
        rootDeleted: false,
        mountPoint: '/sys/fs/cgroup',
        mountOptions: ['rw', 'nosuid', 'nodev', 'noexec', 'relatime'],
        shared: 364,
        master: null,
        propagateFrom: null,
        unbindable: false,
        fsType: 'cgroup2',
        source: 'cgroup',
        superOptions: ['rw'],
      },
      expect.objectContaining({
        root: '/.#proc-kmsg57325e23eefabe02',
        rootDeleted: true,
        shared: 183,
        master: 12,
        superOptions: ['rw', 'size=801828k', 'nr_inodes=819200', 'mode=755', 'inode64'],
      }),
    ]);
  });

  it.each<[string, string, Partial<Mount>]>([
    [
      'no optional field',
      '1 0 8:1 / / rw - ext4 /dev/sda rw\n',
      { shared: null, master: null, fsType: 'ext4' },
    ],
    [
      'a slave',
      '1 0 8:1 / / rw master:2 propagate_from:1 - ext4 s rw\n',
      { master: 2, propagateFrom: 1, shared: null },
    ],
    ['an unbindable mount', '1 0 8:1 / / rw unbindable - ext4 s rw\n', { unbindable: true }],
    ['an unknown optional field', '1 0 8:1 / / rw new:7 shared:3 - ext4 s rw\n', { shared: 3 }],
    [
      'an empty source',
      '1 0 0:5 / /x rw - tmpfs  rw,size=1k\n',
      { source: '', superOptions: ['rw', 'size=1k'] },
    ],
    ['a subtype', '1 0 0:5 / /x rw - fuse.sshfs u@h:/ rw\n', { fsType: 'fuse.sshfs', source: 'u@h:/' }],
    [
      'escapes',
      '1 0 8:1 /a\\040b /c\\011d\\012e\\134f\\043 rw - ext4 \\040 rw\n',
      { root: '/a b', mountPoint: '/c\td\ne\\f#', source: ' ' },
    ],
    ['an escaped backslash before digits', '1 0 8:1 / /\\134040 rw - ext4 s rw\n', { mountPoint: '/\\040' }],
    ['no escape', '1 0 8:1 / /\\09\\x rw - ext4 s rw\n', { mountPoint: '/\\09\\x' }],
    ['a mount point called -', '1 0 8:1 /- - rw - ext4 s rw\n', { root: '/-', mountPoint: '-' }],
    [
      'a namespace file',
      '1 0 0:4 net:[4026532246] /run/netns/x rw - nsfs nsfs rw\n',
      { root: 'net:[4026532246]' },
    ],
    [
      'a quoted SELinux context',
      '1 0 0:5 / /x rw - tmpfs t rw,context="u:r:t:s0:c1,c2",seclabel\n',
      { superOptions: ['rw', 'context="u:r:t:s0:c1,c2"', 'seclabel'] },
    ],
    [
      'only a quoted context',
      '1 0 0:5 / /x rw - tmpfs t rootcontext="a,b"\n',
      { superOptions: ['rootcontext="a,b"'] },
    ],
    [
      'two contexts',
      '1 0 0:5 / /x rw - t t fscontext="a,b",context="c,d"\n',
      { superOptions: ['fscontext="a,b"', 'context="c,d"'] },
    ],
    [
      'a context never closed',
      '1 0 0:5 / /x rw - t t rw,context="a,b\n',
      { superOptions: ['rw', 'context="a', 'b'] },
    ],
    [
      'an escaped comma',
      '1 0 0:5 / / rw - overlay o rw,upperdir=/a\\054b,workdir=/w\n',
      { superOptions: ['rw', 'upperdir=/a\\054b', 'workdir=/w'] },
    ],
    ['a blank in the super options', '1 0 0:5 / / rw - cifs s rw,x=a b\n', { superOptions: ['rw', 'x=a b'] }],
  ])('reads %s', (_, text, expected) => {
    expect(one(text)).toMatchObject(expected);
  });

  it.each([
    ['1 0 8:1 / / rw - ext4 s rw', 'truncated'],
    ['1 0 8:1 / / rw - ext4 s\n', 'malformed'],
    ['1 0 8:1 / / rw shared:1\n', 'malformed'],
    ['1 0 8 / / rw - ext4 s rw\n', 'malformed'],
    ['1 0 8:x / / rw - ext4 s rw\n', 'bad-number'],
    ['1 0 8:1 / / rw shared:x - ext4 s rw\n', 'bad-number'],
    ['\n', 'malformed'],
  ])('refuses %j', (text, code) => {
    expect(() => parseMountinfo(text)).toThrow(refusal(code));
  });

  it('reads no mount from an empty text', () => {
    expect(parseMountinfo('')).toEqual([]);
  });

  it('reads back what the kernel prints', () => {
    const mangle = (text: string): string =>
      text.replace(/[ \t\n\\#]/g, (unit) => `\\${unit.charCodeAt(0).toString(8).padStart(3, '0')}`);
    // Characters that mean something in this file, most of all.
    const hostile = fc.string({ unit: fc.constantFrom(...' \t\n\\#,:-0134"=ä/') });
    const path = hostile.map((name) => `/${name}`).filter((name) => !name.endsWith('//deleted'));
    const peer = fc.option(fc.nat());
    fc.assert(
      fc.property(
        path,
        fc.boolean(),
        path,
        hostile,
        peer,
        peer,
        fc.boolean(),
        (root, rootDeleted, mountPoint, source, shared, master, unbindable) => {
          const optional = [
            shared === null ? '' : `shared:${shared} `,
            master === null ? '' : `master:${master} `,
            unbindable ? 'unbindable ' : '',
          ].join('');
          const text = `7 6 254:3 ${mangle(root)}${rootDeleted ? '//deleted' : ''} ${mangle(mountPoint)} ro,nosuid ${optional}- ext4 ${mangle(source)} rw,x\n`;
          const expected = { root, rootDeleted, mountPoint, source, shared, master, unbindable };
          expect(parseMountinfo(text + text)).toMatchObject([expected, expected]);
        },
      ),
    );
  });
});
