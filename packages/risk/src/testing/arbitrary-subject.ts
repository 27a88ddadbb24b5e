import fc from 'fast-check';
import {
  tellingSystemCalls,
  type Fact,
  type HostDocument,
  type HostSetting,
  type Restart,
  type Subject,
  type Traits,
} from '@shoji/posture';
import { debianHost, dockerTraits } from '../../../posture/src/testing/posture.js';
import { arbitraryPosture } from './arbitrary.js';

const denied = { unreadable: 'EACCES' };
const factOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: value },
    { weight: 1, arbitrary: fc.constant<Fact<T>>(denied) },
    { weight: 1, arbitrary: fc.constant<Fact<T>>({ unsupported: 'not in this kernel' }) },
  );

const docker = fc.record<Record<string, HostSetting>>(
  {
    hosts: factOf(fc.constantFrom('unix:///run/docker.sock', 'tcp://127.0.0.1:2375', 'tcp://0.0.0.0:2375')),
    tlsverify: fc.boolean(),
    'file:/etc/docker/daemon.json': fc.constant(denied),
    'socket:/run/docker.sock users': factOf(fc.constantFrom('', 'ann bob')),
  },
  { requiredKeys: [] },
);
const runtime = (name: string, ...versions: string[]) =>
  fc.record({
    name: fc.constant(name),
    version: factOf(fc.constantFrom(...versions)),
    configuration: name === 'docker' ? factOf(docker) : fc.constant({}),
  });

const host: fc.Arbitrary<HostDocument> = fc
  .record({
    kernel: factOf(fc.constantFrom('5.15.0', '5.10.1', '6.1.0-56-amd64')),
    cgroupMode: factOf(fc.constantFrom('v1' as const, 'hybrid' as const, 'v2' as const)),
    lsms: factOf(fc.subarray(['apparmor', 'selinux', 'yama'])),
    lockdown: factOf(fc.constantFrom('none' as const, 'integrity' as const)),
    sysctls: fc.record(
      {
        'kernel.modules_disabled': factOf(fc.constantFrom('0', '1')),
        'user.max_user_namespaces': factOf(fc.constantFrom('0', '15000')),
        'kernel.unprivileged_userns_clone': factOf(fc.constantFrom('0', '1')),
        'kernel.yama.ptrace_scope': factOf(fc.constantFrom('0', '1')),
      },
      { requiredKeys: [] },
    ),
    runtimes: fc
      .tuple(
        fc.option(runtime('docker', '20.10.24', '26.1.5')),
        fc.option(runtime('containerd', '1.4.1', '2.0.0')),
        fc.option(runtime('runc', '1.1.5', '1.1.5+ds1-1', '1.3.3')),
      )
      .map((found) => found.filter((item) => item !== null)),
  })
  .map((facts) => ({ ...debianHost(), ...facts }));

const traits: fc.Arbitrary<Traits> = fc
  .record(
    {
      runtime: fc.constantFrom('docker' as const, 'podman' as const, 'lxc' as const, 'none' as const),
      systemCalls: factOf<string[]>(fc.subarray([...tellingSystemCalls])),
      deviceRules: fc.array(
        fc.record({
          type: fc.constantFrom('a' as const, 'b' as const, 'c' as const),
          major: fc.option(fc.constantFrom(1, 254)),
          minor: fc.option(fc.constantFrom(0, 1, 3)),
          access: fc.constantFrom('rwm', 'm'),
        }),
        { maxLength: 2 },
      ),
      restart: factOf<Restart>(
        fc.record({
          policy: fc.constantFrom('no', 'on-failure', 'always'),
          retries: fc.option(fc.constantFrom(0, 3, 9)),
        }),
      ),
      healthCheck: factOf(fc.boolean()),
      cgroupParent: factOf(fc.option(fc.constant('/special.slice'))),
      sysctls: factOf<string[]>(fc.subarray(['net.ipv4.ip_forward', 'net.ipv4.tcp_syncookies'])),
      deviations: fc.array(
        fc.record({
          wall: fc.constant('capabilities' as const),
          exe: fc.constant('/bin/sh'),
          difference: fc.constant('effective set wider by SYS_ADMIN'),
          count: fc.constant(1),
        }),
        { maxLength: 1 },
      ),
    },
    { requiredKeys: [] },
  )
  .map((facts) => ({ ...dockerTraits(), ...facts }));

/** Subjects whose every judged fact varies freely, known or not. */
export const arbitrarySubject: fc.Arbitrary<Subject> = fc.record({ posture: arbitraryPosture, host, traits });

/** Subjects with few walls, so that several ways out are open at once. */
export const openSubject: fc.Arbitrary<Subject> = arbitrarySubject.map((subject) => {
  const { posture } = subject;
  return {
    ...subject,
    posture: {
      ...posture,
      namespaces: { ...posture.namespaces, user: 'host', network: 'host', pid: 'host' },
      user: {
        ...posture.user,
        uid: 0,
        hostUid: 0,
        uidMappings: [{ containerId: 0, hostId: 0, size: 4294967295 }],
      },
      seccomp: { mode: 'disabled', filters: 0 },
      lsm: { apparmor: { profile: 'unconfined', mode: 'unconfined' }, selinux: { unsupported: 'none' } },
    },
  };
});
