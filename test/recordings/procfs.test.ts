/** Parses what real kernels said of sixteen processes, and compares it with what was found out about them by other means. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  capabilityNames,
  isInitialNamespace,
  isKernelThread,
  overlayLayers,
  parseCgroup,
  parseIdMap,
  parseLimits,
  parseLsmLabel,
  parseMountinfo,
  parseNamespaceLink,
  parseStat,
  parseStatus,
  type IdRange,
} from '@shoji/procfs';

/** `expected.json` of a process: facts taken from the kernel by an independent reader when it was recorded. */
interface Expected {
  pid: number;
  comm: string;
  state: string;
  ppid: number;
  threads: number;
  uid: number[];
  gid: number[];
  groups: number[];
  nspid: number[];
  caps: Record<'effective' | 'permitted' | 'bounding' | 'inheritable' | 'ambient', string>;
  seccomp: number;
  seccomp_filters: number;
  no_new_privs: boolean;
  apparmor: { label: string; mode: string };
  uid_map: number[][];
  gid_map: number[][];
  nofile: [string, string];
  cgroup: string[];
  ns: Record<string, string>;
  rootfs: { fs: string; readonly: boolean; propagation: string[]; dev: string; root: string };
  /** Mount point -> `type root=ROOT ro|rw` of the mount that covers it. */
  masked_form: Record<string, string>;
}

const fixtures = join(import.meta.dirname, 'fixtures');
const processes = readdirSync(fixtures).flatMap((host) =>
  readdirSync(join(fixtures, host)).map((name) => join(host, name)),
);

const mask = (value: bigint | null): string | null => value?.toString(16).padStart(16, '0') ?? null;
const triples = (ranges: IdRange[]): number[][] => ranges.map((r) => [r.inside, r.outside, r.size]);

it('has processes to parse', () => {
  expect(processes).toHaveLength(16);
});

describe.each(processes)('%s', (process) => {
  const read = (file: string): string => readFileSync(join(fixtures, process, file), 'utf8');
  const expected = JSON.parse(read('expected.json')) as Expected;

  it('has the status that was seen', () => {
    const status = parseStatus(read('status'));
    expect(status).toMatchObject({
      Name: expected.comm,
      State: expected.state,
      Pid: expected.pid,
      PPid: expected.ppid,
      Threads: expected.threads,
      Uid: expected.uid,
      Gid: expected.gid,
      Groups: expected.groups,
      NSpid: expected.nspid,
      NoNewPrivs: expected.no_new_privs,
      Seccomp: expected.seccomp,
      Seccomp_filters: expected.seccomp_filters,
      Kthread: null,
    });
    expect({
      effective: mask(status.CapEff),
      permitted: mask(status.CapPrm),
      bounding: mask(status.CapBnd),
      inheritable: mask(status.CapInh),
      ambient: mask(status.CapAmb),
    }).toEqual(expected.caps);
    expect(capabilityNames(status.CapBnd, 40)).toHaveLength(
      [...status.CapBnd.toString(2)].filter((bit) => bit === '1').length,
    );
  });

  it('has the stat that was seen', () => {
    const stat = parseStat(read('stat'));
    expect(stat).toMatchObject({
      pid: expected.pid,
      comm: expected.comm,
      state: expected.state,
      ppid: expected.ppid,
      num_threads: expected.threads,
    });
    expect(isKernelThread(stat)).toBe(false);
  });

  it('is in the cgroup that was seen', () => {
    const printed = parseCgroup(read('cgroup')).map(
      ({ hierarchy, controllers, path }) => `${hierarchy}:${controllers.join(',')}:${path}`,
    );
    expect(printed).toEqual(expected.cgroup);
  });

  it('has the limits that were seen', () => {
    const { nofile } = parseLimits(read('limits'));
    expect([nofile.soft, nofile.hard]).toEqual(expected.nofile.map(Number));
  });

  it('has the id maps that were seen', () => {
    expect(triples(parseIdMap(read('uid_map')))).toEqual(expected.uid_map);
    expect(triples(parseIdMap(read('gid_map')))).toEqual(expected.gid_map);
  });

  it('has the AppArmor label that was seen', () => {
    const { label, mode } = parseLsmLabel(read('attr-current'));
    expect({ label, mode: mode ?? 'unconfined' }).toEqual(expected.apparmor);
  });

  it('has namespaces whose numbers tell whether they are initial, but for mount and network', () => {
    for (const target of Object.values(expected.ns)) {
      const link = parseNamespaceLink(target);
      const tells = link.type !== 'mnt' && link.type !== 'net';
      expect(isInitialNamespace(link)).toBe(tells ? link.inode < 0xf0000000 : null);
    }
  });

  // Kept once for all processes that see the host's own mounts.
  const itWithMounts = existsSync(join(fixtures, process, 'mountinfo')) ? it : it.skip;
  itWithMounts('sees the mounts that were seen', () => {
    const text = read('mountinfo');
    const mounts = parseMountinfo(text);
    expect(mounts).toHaveLength(text.split('\n').length - 1);
    const root = mounts.findLast((mount) => mount.mountPoint === '/')!;
    const { fsType, major, minor, shared, master } = root;
    expect({
      fs: fsType,
      readonly: root.mountOptions.includes('ro'),
      propagation: [
        ...(shared === null ? [] : [`shared:${shared}`]),
        ...(master === null ? [] : [`master:${master}`]),
      ],
      dev: `${major}:${minor}`,
      root: root.root,
    }).toEqual(expected.rootfs);
    if (fsType === 'overlay') {
      const { lower, upper, work } = overlayLayers(root.superOptions);
      expect(lower.length).toBeGreaterThan(0);
      expect(upper).toMatch(/\/diff$/);
      expect(work).toMatch(/\/work$/);
    }
    for (const [path, form] of Object.entries(expected.masked_form)) {
      const cover = mounts.findLast((mount) => mount.mountPoint === path);
      expect(`${cover?.fsType} root=${cover?.root} ${cover?.mountOptions[0]}`).toBe(form);
    }
  });
});
