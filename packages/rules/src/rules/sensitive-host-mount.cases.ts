import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { bind } from '../../../posture/src/testing/posture.js';

export const cases: readonly Case[] = [
  passes('docker mounts its usual files', asIs),
  passes('a volume is mounted', (p) => (p.filesystem.mounts = [bind('/var/lib/docker/volumes/data/_data')])),
  passes('a directory of an application is mounted', (p) => (p.filesystem.mounts = [bind('/srv/data')])),
  passes(
    'a null device is bound over a path',
    (p) => (p.filesystem.mounts = [bind('/dev/null', { type: 'devtmpfs' })]),
  ),
  passes('a project below a home is mounted', (p) => (p.filesystem.mounts = [bind('/home/ada/project')])),
  passes('a tmpfs of its own lies at /etc', (p) => {
    p.filesystem.mounts = [bind('/', { destination: '/etc', source: null, type: 'tmpfs', fromHost: false })];
  }),
  ...[
    '/',
    '/etc',
    '/etc/cron.d',
    '/root',
    '/root/.ssh',
    '/home',
    '/home/ada/.ssh',
    '/var',
    '/var/lib',
    '/run',
    '/sys',
    '/dev/sda',
    '/var/lib/docker',
  ].map((source) => fails(`${source} is mounted writable`, (p) => (p.filesystem.mounts = [bind(source)]))),
  fails(
    'the root of the host is mounted read-only',
    (p) => {
      p.filesystem.mounts = [bind('/', { readonly: true })];
    },
    { severity: 'medium' },
  ),
  fails(
    'one file of /etc is mounted read-only',
    (p) => {
      p.filesystem.mounts = [bind('/etc/localtime', { readonly: true })];
    },
    { severity: 'low' },
  ),
  fails('the root is read-only but a mount below it is not', (p) => {
    p.filesystem.mounts = [bind('/', { readonly: true }), bind('/boot', { destination: '/host/boot' })];
  }),
  fails('it is in the mount namespace of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('mountinfo cannot be read', (p) => (p.filesystem.mounts = denied)),
  isUnknown('whether the source is the host cannot be read', (p) => {
    p.filesystem.mounts = [bind('/etc', { fromHost: denied })];
  }),
  isUnknown('its mount namespace cannot be read', (p) => (p.namespaces.mount = denied)),
  fails(
    'a mild mount is certain and a grave one is not',
    (p) => {
      p.filesystem.mounts = [bind('/etc/localtime', { readonly: true }), bind('/etc', { fromHost: denied })];
    },
    { severity: 'low', atMost: 'high' },
  ),
];
