import fc from 'fast-check';
import { parseCgroup, type CgroupMembership } from './cgroup.js';
import { hybridCgroup } from './testing/samples.js';
import { refusal } from './testing/refusal.js';

const v2 = (path: string, deleted = false): CgroupMembership => ({
  hierarchy: 0,
  controllers: [],
  path,
  deleted,
});

describe('parseCgroup', () => {
  it('reads the hierarchies of a hybrid host', () => {
    expect(parseCgroup(hybridCgroup)).toEqual([
      { hierarchy: 9, controllers: ['name=systemd'], path: '/', deleted: false },
      { hierarchy: 4, controllers: ['memory'], path: '/process_api/0fdd5c996fcb', deleted: false },
      { hierarchy: 2, controllers: ['cpu', 'cpuacct'], path: '/', deleted: false },
      v2('/'),
    ]);
  });

  it.each([
    ['', []],
    ['0::/a:b/c:d\n', [v2('/a:b/c:d')]],
    ['0::/../..\n', [v2('/../..')]],
    ['0::/x (deleted)\n', [v2('/x', true)]],
    ['0::/x (deleted)/y\n', [v2('/x (deleted)/y')]],
    [
      '0::/machine.slice/machine-n\\x2dnspawn.scope/payload\n',
      [v2('/machine.slice/machine-n\\x2dnspawn.scope/payload')],
    ],
    ['0::/cri-containerd:kubepods:x\n', [v2('/cri-containerd:kubepods:x')]],
  ])('reads %j', (text, expected) => {
    expect(parseCgroup(text)).toEqual(expected);
  });

  it.each([
    ['0::/a', 'truncated'],
    ['0::/a\n1:cpu', 'truncated'],
    ['0:/a\n', 'malformed'],
    ['0::\n', 'malformed'],
    ['0::a\n', 'malformed'],
    ['\n', 'malformed'],
    ['0\n1:cpu:/\n', 'malformed'],
    ['x::/\n', 'bad-number'],
    ['::/\n', 'bad-number'],
  ])('refuses %j', (text, code) => {
    expect(() => parseCgroup(text)).toThrow(refusal(code));
  });

  it('reads back what the kernel prints', () => {
    const membership = fc.record({
      hierarchy: fc.nat(),
      controllers: fc.array(fc.constantFrom('cpu', 'memory', 'name=x', 'pids')),
      path: fc.string().map((name) => `/${name.replace(/\n/g, '')}x`),
      deleted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(membership), (memberships) => {
        const text = memberships.map(
          ({ hierarchy, controllers, path, deleted }) =>
            `${hierarchy}:${controllers.join(',')}:${path}${deleted ? ' (deleted)' : ''}\n`,
        );
        expect(parseCgroup(text.join(''))).toEqual(memberships);
      }),
    );
  });
});
