import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { bind } from '../../../posture/src/testing/posture.js';

const own = (destination: string) => bind('/', { destination, source: null, type: 'tmpfs', fromHost: false });

export const cases: readonly Case[] = [
  passes('docker mounts its usual files', asIs),
  passes('/run is a tmpfs of its own', (p) => (p.filesystem.mounts = [own('/run')])),
  passes(
    'a directory whose name begins like one above is mounted',
    (p) => (p.filesystem.mounts = [bind('/running')]),
  ),
  passes(
    'another socket below /run is mounted',
    (p) => (p.filesystem.mounts = [bind('/run/dbus/system_bus_socket')]),
  ),
  ...[
    '/',
    '/run',
    '/var/run',
    '/run/docker.sock',
    '/var/run/docker.sock',
    '/run/containerd',
    '/run/containerd/containerd.sock',
    '/run/crio/crio.sock',
    '/run/podman/podman.sock',
    '/run/user/1000/podman/podman.sock',
    '/srv/d/docker.sock',
    '/var/lib/kubelet/kubelet.sock',
  ].map((source) => fails(`${source} is mounted`, (p) => (p.filesystem.mounts = [bind(source)]))),
  fails('the socket is mounted read-only', (p) => {
    p.filesystem.mounts = [bind('/run/docker.sock', { readonly: true, type: 'tmpfs' })];
  }),
  fails('/var is mounted', (p) => (p.filesystem.mounts = [bind('/var')]), { severity: 'high' }),
  fails('one mount gives it and another is not known', (p) => {
    p.filesystem.mounts = [bind('/run'), { ...own('/x'), fromHost: denied }];
  }),
  fails('it is in the mount namespace of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('mountinfo cannot be read', (p) => (p.filesystem.mounts = denied)),
  isUnknown('where a mount comes from cannot be read', (p) => {
    p.filesystem.mounts = [{ ...own('/run'), fromHost: denied }];
  }),
  isUnknown('its mount namespace cannot be read', (p) => (p.namespaces.mount = denied)),
];
