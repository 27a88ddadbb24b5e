import fc from 'fast-check';
import {
  classicCapabilities,
  namespaceRelation,
  namespaceTypes,
  type Fact,
  type Posture,
} from '@shoji/posture';
import { bind, defaultDockerPosture } from '../../../posture/src/testing/posture.js';

/** A value, or one of the two reasons why there is none. */
const factOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: value },
    { weight: 1, arbitrary: fc.constant<Fact<T>>({ unreadable: 'EACCES' }) },
    { weight: 1, arbitrary: fc.constant<Fact<T>>({ unsupported: 'not in this kernel' }) },
  );

const relation = factOf(fc.constantFrom(...namespaceRelation.options));
// Whole sets are as likely as small ones, or no rule about them would ever fail.
const everything: string[] = [...classicCapabilities];
const capabilitySet = factOf<string[]>(
  fc.oneof(fc.subarray(everything), fc.constant(everything), fc.constant<string[]>([])),
);
const limit = factOf(fc.option(fc.integer({ min: 0, max: 1e9 })));
const mapping = fc.record({
  containerId: fc.constant(0),
  hostId: fc.constantFrom(0, 1000, 300000),
  size: fc.constantFrom(0, 1, 65536),
});
const mount = fc.record({
  source: fc.option(
    fc.constantFrom(
      '/',
      '/run',
      '/var',
      '/var/run',
      '/etc',
      '/etc/hosts',
      '/run/docker.sock',
      '/srv/data',
      '/dev/null',
    ),
  ),
  readonly: fc.boolean(),
  fromHost: factOf(fc.boolean()),
  propagation: fc.constantFrom('private' as const, 'shared' as const, 'slave' as const),
  type: fc.constantFrom('ext4', 'tmpfs', 'cgroup2'),
});

const deviceRule = fc.record({
  type: fc.constantFrom('a' as const, 'b' as const, 'c' as const),
  major: fc.option(fc.constantFrom(1, 254)),
  minor: fc.option(fc.constantFrom(0, 1, 3)),
  access: fc.constantFrom('rwm', 'rw', 'm'),
});
const deviceNode = fc.record({
  path: fc.constantFrom('/dev/vda', '/dev/mem'),
  type: fc.constantFrom('b' as const, 'c' as const),
  major: fc.constantFrom(1, 254),
  minor: fc.constantFrom(0, 1),
});

/** Postures whose every judged fact varies freely, known or not; what no rule reads is that of a docker container. */
export const arbitraryPosture: fc.Arbitrary<Posture> = fc
  .record({
    namespaces: fc.record(Object.fromEntries(namespaceTypes.map((type) => [type, relation]))),
    user: fc.record({
      hostUid: factOf(fc.constantFrom(0, 1000)),
      uidMappings: factOf(fc.array(mapping, { maxLength: 2 })),
      noNewPrivileges: factOf(fc.boolean()),
    }),
    capabilities: fc.record({
      effective: capabilitySet,
      permitted: capabilitySet,
      inheritable: capabilitySet,
      bounding: capabilitySet,
    }),
    mode: factOf(fc.constantFrom('disabled' as const, 'strict' as const, 'filter' as const)),
    apparmor: factOf(
      fc.record({
        profile: fc.constantFrom('docker-default', 'unconfined'),
        mode: fc.constantFrom(
          'enforce' as const,
          'complain' as const,
          'unconfined' as const,
          'mixed' as const,
        ),
      }),
    ),
    selinux: factOf(
      fc.record({
        user: fc.constant('u'),
        role: fc.constant('r'),
        type: fc.constantFrom('container_t', 'spc_t'),
        level: fc.constant('s0'),
        mode: fc.constantFrom('enforcing' as const, 'permissive' as const),
      }),
    ),
    memory: limit,
    pids: limit,
    root: factOf(
      fc.record({ type: fc.constant('overlay'), readonly: fc.boolean(), lowerLayers: fc.constant(1) }),
    ),
    mounts: factOf(fc.array(mount, { maxLength: 4 })),
    uid: factOf(fc.constantFrom(0, 1000)),
    exposed: factOf(fc.subarray(['/proc/kcore', '/proc/sys', '/proc/sysrq-trigger'])),
    writableCgroups: factOf(fc.boolean()),
    rules: factOf(fc.array(deviceRule, { maxLength: 2 })),
    nodes: factOf(fc.array(deviceNode, { maxLength: 2 })),
  })
  .map((facts): Posture => {
    const { namespaces, user, capabilities, mode, apparmor, selinux, memory, pids, root, mounts } = facts;
    const usual = defaultDockerPosture();
    return {
      ...usual,
      namespaces: { ...usual.namespaces, ...namespaces },
      user: { ...usual.user, ...user, uid: facts.uid },
      capabilities: { ...usual.capabilities, ...capabilities },
      seccomp: { ...usual.seccomp, mode },
      lsm: { apparmor, selinux },
      cgroups: {
        ...usual.cgroups,
        memory: { ...usual.cgroups.memory, limit: memory },
        pids: { ...usual.cgroups.pids, limit: pids },
        devices: facts.rules,
        writable: facts.writableCgroups,
      },
      filesystem: {
        ...usual.filesystem,
        root,
        mounts: Array.isArray(mounts) ? mounts.map((item) => bind('/', item)) : mounts,
        exposedPaths: facts.exposed,
        devices: facts.nodes,
      },
    };
  });
