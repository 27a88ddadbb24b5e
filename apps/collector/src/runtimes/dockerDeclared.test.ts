import fc from 'fast-check';
import { posture } from '@shoji/posture';
import { askedOfDocker, completedByDocker } from './dockerDeclared.js';
import { declaredPosture } from './oci.js';

const seccomp = { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [] };
const configured = (process: object = {}, linux: object = { seccomp }) =>
  declaredPosture({ ociVersion: '1', process, linux })!;

describe('completedByDocker', () => {
  it.each<[string, object, object]>([
    ['the default profile', {}, { profile: 'docker-default', mode: 'enforce' }],
    ['a profile by name', { SecurityOpt: ['apparmor=web'] }, { profile: 'web', mode: 'enforce' }],
    [
      'a profile in the old way of writing',
      { SecurityOpt: ['apparmor:web'] },
      { profile: 'web', mode: 'enforce' },
    ],
    ['none', { SecurityOpt: ['apparmor=unconfined'] }, { profile: 'unconfined', mode: 'unconfined' }],
    ['none by --privileged', { Privileged: true }, { profile: 'unconfined', mode: 'unconfined' }],
  ])('adds that %s was asked of AppArmor where docker wrote nothing', (_, host, apparmor) => {
    const completed = completedByDocker(configured(), { PidsLimit: null, ...host });
    expect(completed.lsm.apparmor).toEqual(apparmor);
    posture.parse(completed);
  });

  it.each<[string, object, object]>([
    ['none by itself', {}, { unsupported: 'not declared' }],
    ['what it was told', { SecurityOpt: ['apparmor=web'] }, { profile: 'web', mode: 'enforce' }],
    ['none with --privileged', { Privileged: true }, { profile: 'unconfined', mode: 'unconfined' }],
  ])("adds that a user's own docker asked AppArmor for %s", (_, host, apparmor) => {
    const completed = completedByDocker(configured(), { PidsLimit: null, ...host }, true);
    expect(completed.lsm.apparmor).toEqual(apparmor);
  });

  it('leaves a profile that docker wrote', () => {
    const completed = completedByDocker(configured({ apparmorProfile: 'real' }), {
      SecurityOpt: ['apparmor=x'],
    });
    expect(completed.lsm.apparmor).toEqual({ profile: 'real', mode: 'enforce' });
  });

  it.each<[string, object, unknown]>([
    ['is a filter where one was asked for', { SecurityOpt: ['seccomp={"a":\n1}'] }, 'filter'],
    ['is none where none was', { SecurityOpt: ['seccomp=unconfined'] }, 'disabled'],
    ['is none with --privileged', { Privileged: true }, 'disabled'],
    [
      'is not known where docker left out its default',
      {},
      { unreadable: 'docker left its default profile out' },
    ],
  ])('seccomp without a filter in the configuration %s', (_, host, mode) => {
    const completed = completedByDocker(configured({}, {}), { PidsLimit: null, ...host });
    expect(completed.seccomp.mode).toEqual(mode);
    posture.parse(completed);
  });

  it.each([
    ['host', 'host'],
    ['container:abc', 'container'],
    ['mynet', { unreadable: 'joins a namespace by path' }],
  ])('knows whose network %s is', (NetworkMode, relation) => {
    const joined = configured(
      {},
      { namespaces: [{ type: 'network', path: '/var/run/docker/netns/default' }] },
    );
    expect(completedByDocker(joined, { NetworkMode }).namespaces.network).toEqual(relation);
    expect(
      completedByDocker(configured({}, { namespaces: [{ type: 'network' }] }), { NetworkMode }).namespaces
        .network,
    ).toBe('own');
  });

  it('takes the limits as they were last set', () => {
    const before = configured({}, { resources: { memory: { limit: 5, swap: 10 }, pids: { limit: 3 } } });
    const { cgroups } = completedByDocker(before, {
      Memory: 4096,
      MemorySwap: -1,
      NanoCpus: 500_000_000,
      CpusetCpus: '0-1',
      PidsLimit: 0,
    });
    expect(cgroups).toMatchObject({
      memory: { limit: 4096, swap: null },
      cpu: { quota: 50_000, period: 100_000, cpus: '0-1' },
      pids: { limit: null },
    });
    expect(cgroups.devices).toEqual(before.cgroups.devices);
  });

  it('adds a type of SELinux that was asked for', () => {
    const completed = completedByDocker(configured(), {
      SecurityOpt: ['label=type:web_t', 'label=level:s0'],
    });
    expect(completed.lsm.selinux).toMatchObject({ type: 'web_t', mode: 'enforcing' });
  });

  it('makes a valid document of any record', () => {
    const keys = [
      'Privileged',
      'SecurityOpt',
      'Memory',
      'MemorySwap',
      'NanoCpus',
      'CpuQuota',
      'CpusetCpus',
      'PidsLimit',
    ];
    const options = fc.array(
      fc.constantFrom('apparmor=\ud800', 'seccomp=', 'label=type:a:b', 'apparmor', 'seccomp=x'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), options, fc.double())),
        (record) => {
          expect(posture.safeParse(completedByDocker(configured(), record)).error).toBeUndefined();
        },
      ),
    );
    for (const json of [undefined, null, 5, [], {}])
      expect(completedByDocker(configured(), json)).toEqual(configured());
  });
});

describe('askedOfDocker', () => {
  it.each<[unknown, object | undefined]>([
    [
      { Name: 'no', MaximumRetryCount: 0 },
      { policy: 'no', retries: 0 },
    ],
    [
      { Name: '', MaximumRetryCount: 0 },
      { policy: 'no', retries: 0 },
    ],
    [undefined, { policy: 'no', retries: 0 }],
    [
      { Name: 'always', MaximumRetryCount: 0 },
      { policy: 'always', retries: null },
    ],
    [
      { Name: 'unless-stopped', MaximumRetryCount: 0 },
      { policy: 'unless-stopped', retries: null },
    ],
    [
      { Name: 'on-failure', MaximumRetryCount: 5 },
      { policy: 'on-failure', retries: 5 },
    ],
    [
      { Name: 'on-failure', MaximumRetryCount: 0 },
      { policy: 'on-failure', retries: null },
    ],
    [
      { Name: 'on-failure', MaximumRetryCount: -3 },
      { policy: 'on-failure', retries: null },
    ],
    [
      { Name: 'on-failure', MaximumRetryCount: 'five' },
      { policy: 'on-failure', retries: null },
    ],
    [{ Name: 'whenever' }, undefined],
  ])('restarts %j', (RestartPolicy, restart) => {
    expect(askedOfDocker({ RestartPolicy, PidsLimit: null }).restart).toEqual(restart);
  });

  it.each([
    ['', null],
    ['/limited', '/limited'],
    [5, null],
  ])('puts the cgroup below %j', (CgroupParent, parent) => {
    expect(askedOfDocker({ CgroupParent }).cgroupParent).toBe(parent);
  });

  it.each([[undefined], [null], [[]], ['{'], [{}]])('tells nothing without a record (%j)', (record) => {
    expect(askedOfDocker(record)).toEqual({});
  });
});
