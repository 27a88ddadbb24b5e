import { dockerHost } from '../read/testing/dockerHost.js';
import { fakeFiles, type FakeHost } from '../read/testing/fakeFiles.js';
import { checkHost } from './check.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const check = (host: FakeHost, change: Partial<typeof roots> = {}) =>
  checkHost({ roots: { ...roots, ...change }, files: fakeFiles(host) }, new Date(0));

/** A collector that runs as root on the host itself. */
const asRoot = (): FakeHost => {
  const host = dockerHost();
  Object.assign(host.texts, {
    '/proc/self/status': host.texts['/proc/1/status']!,
    '/proc/self/mountinfo': host.texts['/proc/1/mountinfo']!,
    '/proc/self/attr/current': 'unconfined\n',
    '/sys/kernel/security/lsm': 'capability,apparmor',
  });
  for (const type of ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'])
    host.links![`/proc/self/ns/${type}`] = host.links![`/proc/1/ns/${type}`]!;
  return host;
};

/** Names of the needs that are said to stand so. */
const needs = (text: string, state: string): string[] =>
  text.split('\n').flatMap((line) => (line.startsWith(`${state} `) ? [line.slice(9, 47).trim()] : []));

describe('checkHost', () => {
  it('finds everything where root runs it on the host', async () => {
    const text = await check(asRoot());
    expect(text).toMatch(/^Everything that a full reading needs is here\.\n/);
    expect(needs(text, 'yes')).toHaveLength(10);
    expect(text).not.toContain('→');
  });

  it.each<[string, (host: FakeHost) => unknown, string[], string]>([
    [
      'capabilities',
      (host) => (host.texts['/proc/self/status'] = host.texts['/proc/60/status']!),
      ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'],
      'AmbientCapabilities=CAP_SYS_PTRACE',
    ],
    [
      'processes of others',
      (host) => (host.errors = { '/proc/2/stat': 'EACCES' }),
      ['all processes of the host'],
      'hidepid',
    ],
    [
      'namespaces of the host',
      (host) => {
        host.links!['/proc/self/ns/net'] = 'net:[4026532100]';
        host.links!['/proc/self/ns/cgroup'] = 'cgroup:[4026532101]';
      },
      ["the host's cgroup namespace", "the host's network namespace"],
      '--cgroupns host',
    ],
    [
      'freedom from AppArmor',
      (host) => (host.texts['/proc/self/attr/current'] = 'docker-default (enforce)\n'),
      ['no confinement by a security module'],
      'apparmor=unconfined',
    ],
    [
      'freedom from SELinux',
      (host) => (host.texts['/proc/self/attr/current'] = 'system_u:system_r:container_t:s0:c1,c2\0'),
      ['no confinement by a security module'],
      'container_t',
    ],
    [
      'securityfs',
      (host) => delete host.texts['/sys/kernel/security/lsm'],
      ['securityfs'],
      'mount -t securityfs',
    ],
    [
      'the user namespace',
      (host) => (host.links!['/proc/self/ns/user'] = 'user:[4026532100]'),
      ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH', "the host's user namespace"],
      'held in a user namespace only',
    ],
  ])('says what is missing and how to give it, for %s', async (_, change, missing, words) => {
    const host = asRoot();
    change(host);
    const text = await check(host);
    expect(needs(text, 'MISSING')).toEqual(missing);
    expect(text).toContain(`${missing.length} of 10 needs are missing here.`);
    expect(text).toContain(words);
  });

  it('does not take what it cannot tell for given', async () => {
    const host = asRoot();
    for (const type of ['cgroup', 'net', 'user'])
      host.errors = { ...host.errors, [`/proc/self/ns/${type}`]: 'EPERM' };
    host.errors!['/proc/self/status'] = 'EIO';
    expect(needs(await check(host), 'unknown')).toEqual([
      'CAP_SYS_PTRACE',
      'CAP_DAC_READ_SEARCH',
      "the host's cgroup namespace",
      "the host's network namespace",
      "the host's user namespace",
    ]);
  });

  it('lists what could not be read by reason, with how many containers lack it', async () => {
    const host = asRoot();
    host.errors = { '/proc/60/limits': 'EACCES', '/proc/2/stat': 'EACCES' };
    const text = await check(host);
    expect(text).toContain('1 container found; there may be more. These facts could not be read:');
    expect(text).toMatch(/\nEACCES\n(?: {4}\S.*\n)* {4}posture\.rlimits\.nofile\n/);
  });

  it('says so where there is no procfs at all', async () => {
    const text = await check({ texts: {} }, { procfs: '/host/proc' });
    expect(needs(text, 'MISSING')).toContain('all processes of the host');
    expect(text).toContain('no procfs is at /host/proc');
    expect(text).toContain('Nothing can be read: /host/proc is no procfs');
  });

  it('prints nothing that moves the cursor', async () => {
    const host = asRoot();
    host.texts['/proc/self/attr/current'] = 'evil\u001b[2J\u202e (enforce)\n';
    expect(await check(host)).not.toMatch(/[\u001b\u202e]/);
  });
});
