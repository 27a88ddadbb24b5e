import { unreadable, walls, type Posture } from '@shoji/posture';
import { columns } from '../terminal/text.js';
import { sampleContainer, samplePosture, sampleSnapshot } from '../testing/snapshot.js';
import { ageWords, detail } from './detail.js';
import { judged } from './scanned.js';

const now = new Date('2026-01-01T03:00:00Z');
const host = sampleSnapshot().host;
type Change = Omit<NonNullable<Parameters<typeof sampleContainer>[1]>, 'declared'> & {
  posture?: Partial<Posture>;
  declared?: Posture;
};
const show = ({ posture, declared, ...change }: Change = {}, width = 200): string => {
  const container = {
    ...sampleContainer('0123456789ab', { name: 'web', ...change }),
    declared: declared ?? null,
  };
  const [judgedOne] = judged(
    sampleSnapshot([{ ...container, posture: { ...container.posture, ...posture } }]),
  );
  return detail(judgedOne!, host, now, { colours: false, width });
};

/** A container that was given the socket of its runtime, and that no security module confines. */
const withSocket = (): Change => {
  const posture = samplePosture();
  return {
    posture: {
      filesystem: {
        ...posture.filesystem,
        mounts: [
          {
            destination: '/run/docker.sock',
            source: '/run/docker.sock',
            type: 'tmpfs',
            readonly: true,
            options: [],
            propagation: 'private',
            fromHost: true,
          },
        ],
      },
      lsm: { apparmor: { unsupported: 'none' }, selinux: { unsupported: 'none' } },
    },
  };
};

describe('detail', () => {
  it('has the eight walls in their order, each with its state', () => {
    const heads = [...show().matchAll(/^[■▨□?][ctou] (\w+) {2}(closed|thin|open|unknown)$/gm)].map(
      ([, wall]) => wall,
    );
    expect(heads).toEqual([...walls]);
  });

  it('shows what every wall does to an open way out, and by which walls the others are blocked', () => {
    const text = show(withSocket());
    expect(text).toMatch(/^Ways out {2}\d+ open, \d+ possible, \d+ blocked$/m);
    expect(text).toMatch(
      /open {6}Drive the container runtime by its socket, trivial {2}runtime-socket\n +→ filesystem: \/run\/docker\.sock of the host, read-only/,
    );
    expect(text).toMatch(/^ {2}blocked {3}Load a module into the kernel by capabilities/m);
  });

  it('shows what each change would leave, and how to make those of the plan', () => {
    const text = show(withSocket());
    expect(text).toMatch(
      /^Best changes\n {2}−\d+ +Remove the runtime’s socket, low effort, leaves \d+\S* \(remove-runtime-socket\)\n +closes: Drive the container runtime by its socket/m,
    );
    expect(text).toMatch(/^Plan {2}1 change, after which no known way out is open$/m);
    expect(text).toMatch(
      /^ {2}1\. +Remove the runtime’s socket[^]*? docker: Leave out --volume[^]*?Breaks if[^]*?check: ! grep .* \/proc\/100\/mountinfo/m,
    );
    expect(show()).toMatch(/^Plan {2}No way out is open\.$/m);
  });

  it.each<[string, Change, RegExp]>([
    [
      'whose namespaces they are',
      { posture: { namespaces: { ...samplePosture().namespaces, pid: 'host', network: 'container' } } },
      /the host's +pid\n +shared +network \(with another container\)/,
    ],
    [
      'a namespace that could not be read',
      { posture: { namespaces: { ...samplePosture().namespaces, time: unreadable('EACCES') } } },
      /time +unknown: this user may not read it \(EACCES\)/,
    ],
    ['a memory limit in units', { memoryLimit: 67108864 }, /memory +64 MiB; swap no limit/],
    [
      'where a limit is set',
      {
        posture: {
          cgroups: {
            ...samplePosture().cgroups,
            memory: { limit: 1536 * 1024, swap: 0, high: null, boundAt: '/parent.slice' },
          },
        },
      },
      /memory +1\.5 MiB \(set above it, at \/parent\.slice\); swap 0 bytes/,
    ],
    [
      'half a processor',
      {
        posture: {
          cgroups: {
            ...samplePosture().cgroups,
            cpu: { quota: 50000, period: 100000, weight: 100, cpus: '0-1' },
          },
        },
      },
      /processor +0\.5 CPUs' time; weight 100; on CPU 0-1/,
    ],
    ['who root is', {}, /runs as +root, uid 0, gid 0; on the host root too/],
    [
      'a mapped user',
      {
        posture: {
          user: {
            ...samplePosture().user,
            hostUid: 100000,
            uidMappings: [{ containerId: 0, hostId: 100000, size: 65536 }],
          },
        },
      },
      /on the host uid 100000\n[^]*user ids +0–65535 are 100000–165535 on the host/,
    ],
    [
      'equal capability sets together',
      { posture: { capabilities: { ...samplePosture().capabilities, ambient: [] } } },
      /in effect, permitted, at most, inheritable\n +1 of 41: CHOWN\n +ambient +none/,
    ],
    [
      'a host mount',
      {
        posture: {
          filesystem: {
            ...samplePosture().filesystem,
            mounts: [
              {
                destination: '/data',
                source: '/srv',
                type: 'ext4',
                readonly: false,
                options: ['nosuid'],
                propagation: 'slave',
                fromHost: true,
              },
            ],
          },
        },
      },
      /mounts +\/data ← the host's \/srv {2}\(ext4, writable, nosuid, slave\)/,
    ],
    [
      'a deviation',
      {
        deviations: [
          {
            wall: 'capabilities',
            exe: '/bin/sh',
            difference: 'larger bounding set',
            count: 9,
            pids: [1, 2, 3, 4, 5, 6, 7, 8, 9],
          },
        ],
      },
      /capabilities +\/bin\/sh: larger bounding set \(9 processes: 1, 2, 3, 4, 5, 6, 7, 8, …\)/,
    ],
    [
      'a published port',
      { ports: [{ hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
      /published +0\.0\.0\.0:8080 → 80\/tcp/,
    ],
    ['its age', {}, /init +process 100, since 3 hours \(2026-01-01T00:00:00Z\); 10 processes/],
    ['that nobody looks after it', { orphan: 'kernel-only' }, /orphan +the kernel runs it, but/],
    [
      'what could not be read',
      {},
      /What could not be read\n {2}this user may not read it \(EACCES\): lsm\.apparmor/,
    ],
    [
      'how to mend a finding, with the file it was seen in',
      {},
      /medium +Memory is not limited, \d+ of the risk {2}no-memory-limit\n +seen: no limit[^]*?mend: docker: --memory/,
    ],
    ['the process whose file was read', {}, /\/proc\/100\/status NoNewPrivs/],
    [
      'what was asked for in vain',
      { declared: { ...samplePosture(), user: { ...samplePosture().user, noNewPrivileges: true } } },
      /what the kernel enforces\n {2}weaker +user\.noNewPrivileges: its processes may gain privileges/,
    ],
    [
      'that all is as it was asked for',
      {
        posture: { lsm: samplePosture().lsm },
        declared: {
          ...samplePosture(),
          lsm: { apparmor: { unsupported: 'x' }, selinux: { unsupported: 'x' } },
          cgroups: { ...samplePosture().cgroups, devices: { unsupported: 'x' } },
        },
      },
      /what the kernel enforces\n {2}No difference\./,
    ],
  ])('says %s', (_, change, words) => {
    expect(show(change)).toMatch(words);
  });

  it.each([60, 80, 160])('breaks long lines within %d columns', (width) => {
    const long = Array.from({ length: 60 }, (_, index) => `/proc/path-${index}`);
    const text = show(
      { posture: { filesystem: { ...samplePosture().filesystem, exposedPaths: long } } },
      width,
    );
    for (const path of long) expect(text).toContain(path);
    const words = text.split('\n').filter((line) => line.trim().includes(' '));
    for (const line of words) expect(columns(line)).toBeLessThanOrEqual(Math.max(width, 100));
  });

  it('writes out what a terminal would obey', () => {
    const evil = '\u001b]0;x\u0007\u202e';
    const text = show({
      name: evil,
      labels: { [evil]: evil },
      image: { reference: evil, digest: null },
      cgroupPath: `/${evil}`,
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('\\u{1b}]0;x\\u{7}\\u{202e}');
  });
});

it.each([
  [0, '0 seconds'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [50 * 3_600_000, '2 days'],
  [-5, '0 seconds'],
])('ageWords of %d is %s', (milliseconds, words) => {
  expect(ageWords(milliseconds)).toBe(words);
});
