import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { bind } from '../../../posture/src/testing/posture.js';

export const cases: readonly Case[] = [
  passes('docker mounts its usual files', asIs),
  passes(
    'a named volume is mounted',
    (p) => (p.filesystem.mounts = [bind('/var/lib/docker/volumes/data/_data')]),
  ),
  passes('a volume of a pod is mounted', (p) => {
    p.filesystem.mounts = [bind('/var/lib/kubelet/pods/<id>/volumes/kubernetes.io~empty-dir/cache')];
  }),
  fails('a directory of an application is mounted', (p) => (p.filesystem.mounts = [bind('/srv/data')])),
  fails('it is mounted read-only', (p) => (p.filesystem.mounts = [bind('/srv/data', { readonly: true })])),
  fails('it is in the mount namespace of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('mountinfo cannot be read', (p) => (p.filesystem.mounts = denied)),
  isUnknown('its mount namespace cannot be read', (p) => (p.namespaces.mount = denied)),
  isUnknown(
    'where a mount comes from cannot be read',
    (p) => (p.filesystem.mounts = [bind('/srv/data', { fromHost: denied })]),
  ),
];
