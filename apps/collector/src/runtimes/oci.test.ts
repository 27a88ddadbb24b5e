import fc from 'fast-check';
import { canonicalJson, posture } from '@shoji/posture';
import { dockerNaming } from './docker.js';
import { declaredPosture, declaredSysctls } from './oci.js';

describe('declaredPosture', () => {
  it('says what the configuration says, and marks what it does not', () => {
    const declared = declaredPosture({
      ociVersion: '1.0.2',
      process: {
        user: { uid: 1000, gid: 5 },
        noNewPrivileges: true,
        rlimits: [{ type: 'RLIMIT_NOFILE', soft: 100, hard: 2 ** 64 }],
      },
      root: { readonly: true },
      mounts: [
        { destination: '/proc', type: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
        { destination: '/host', type: 'bind', source: '/', options: ['rbind', 'ro', 'rslave'] },
      ],
      linux: {
        namespaces: [
          { type: 'pid' },
          { type: 'network', path: '/proc/9/ns/net' },
          { type: 'ipc', path: '/run/netns/x' },
        ],
        resources: {
          memory: { limit: 64, swap: 64 },
          blockIO: {
            throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 5 }],
            throttleWriteIOPSDevice: [
              { major: 8, minor: 0, rate: 7 },
              { major: -1, minor: 0, rate: 1 },
            ],
          },
          devices: [
            { allow: true, access: 'rwm' },
            { allow: false, access: 'rwm' },
            { allow: true, type: 'c', major: 1, minor: 3, access: 'rw' },
          ],
        },
      },
    });
    expect(declared).toMatchObject({
      namespaces: {
        pid: 'own',
        network: 'container',
        ipc: { unreadable: 'joins a namespace by path' },
        uts: 'host',
      },
      user: { uid: 1000, hostUid: 1000, noNewPrivileges: true },
      seccomp: { mode: 'disabled' },
      lsm: { apparmor: { unsupported: 'not declared' } },
      cgroups: {
        memory: { limit: 64, swap: 0 },
        io: { limits: [{ major: 8, minor: 0, rbps: 5, wbps: null, riops: null, wiops: 7 }] },
        writable: false,
        devices: [{ type: 'c', major: 1, minor: 3, access: 'rw' }],
      },
      rlimits: { nofile: { soft: 100, hard: null }, core: { unsupported: 'not declared' } },
      filesystem: {
        root: { readonly: true },
        mounts: [{ destination: '/host', source: '/', readonly: true, propagation: 'slave' }],
      },
    });
    expect(posture.parse(declared)).toEqual(declared);
  });

  it('takes options that are for a whole tree for those of its top', () => {
    const options = ['rbind', 'rro', 'rnosuid', 'rslave'];
    const { filesystem, cgroups } = declaredPosture({
      ociVersion: '1.0.2',
      mounts: [{ destination: '/host', type: 'bind', source: '/', options }],
    })!;
    expect(filesystem.mounts).toMatchObject([
      { readonly: true, options: ['nosuid'], propagation: 'slave', fromHost: true },
    ]);
    expect(cgroups.writable).toBe(false);
  });

  it('makes a valid document, or none, of any JSON', () => {
    const keys = [
      'process',
      'linux',
      'mounts',
      'root',
      'user',
      'uid',
      'options',
      'resources',
      'devices',
      'namespaces',
      'type',
      'path',
      'destination',
      'major',
      'rlimits',
      'soft',
      'seccomp',
      'defaultAction',
      'syscalls',
      'names',
      'args',
      'blockIO',
      'throttleReadBpsDevice',
      'rate',
      'uidMappings',
      'size',
    ];
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'binary' }),
        fc.constantFrom('c', 'pid', 'user', 'RLIMIT_CORE', '\ud800', 'CAP_X'),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(fc.constantFrom(...keys), tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), json), (config) => {
        const declared = declaredPosture({ ...config, ociVersion: '1' });
        expect(posture.safeParse(declared).error).toBeUndefined();
        expect(() => canonicalJson(declared)).not.toThrow();
      }),
    );
    expect(declaredPosture(null)).toBeNull();
  });
});

describe('declaredSysctls', () => {
  it.each([
    [{ 'net.ipv4.ip_forward': '1', 'kernel.msgmax': '5' }, ['kernel.msgmax', 'net.ipv4.ip_forward']],
    [{ 'net/ipv4/conf/eth0.100/forwarding': '1' }, ['net.ipv4.conf.eth0/100.forwarding']],
    [{ 'net.ipv4.conf.eth0/100.forwarding': '1' }, ['net.ipv4.conf.eth0/100.forwarding']],
    [{}, []],
    [undefined, []],
    [['a'], []],
    [{ '': '1', a: 5 }, ['a']],
    [{ 'kernel.domainname': 'example.org', 'kernel.msgmax': '5' }, ['kernel.msgmax']],
  ])('names those of %j', (sysctl, names) => {
    expect(declaredSysctls({ linux: { sysctl } })).toEqual(names);
  });
});

describe('dockerNaming', () => {
  it('keeps names of strangers as data, well-formed and cut to length', () => {
    const naming = dockerNaming({
      Name: `/a\ud800${'x'.repeat(9000)}`,
      Config: { Labels: { '\u001b': '<img>', n: 5 } },
    });
    expect(naming?.name).toHaveLength(4095);
    expect(naming?.name?.isWellFormed()).toBe(true);
    expect(naming?.labels).toEqual({ '\u001b': '<img>', n: '' });
  });

  it.each<[object | null | undefined, boolean | undefined]>([
    [undefined, false],
    [null, false],
    [{ Test: ['CMD-SHELL', 'true'] }, true],
    [{ Test: ['CMD', '/bin/true'] }, true],
    [{ Test: ['NONE'] }, false],
    // Recordings of before have lost the test.
    [{}, undefined],
    [{ Interval: 5 }, undefined],
  ])('knows of the health check %j whether it is one: %j', (Healthcheck, found) => {
    expect(dockerNaming({ Name: '/a', Config: { Image: 'x', Healthcheck } })?.healthCheck).toBe(found);
    expect(dockerNaming({ Name: '/a' })?.healthCheck).toBeUndefined();
  });

  it.each([null, 5, [], {}, { Name: 5 }])('is no record: %j', (json) => {
    expect(dockerNaming(json)).toBeNull();
  });
});
