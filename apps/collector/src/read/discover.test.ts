import { namespaceTypes } from '@shoji/posture';
import { discover } from './discover.js';
import type { NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';

const host = Object.fromEntries(namespaceTypes.map((type, index) => [type, index + 1])) as NamespaceIds;
const look = { foreignRoot: () => false, limitedBy: () => null, hasWalls: () => false };

const alone = (namespaces: Partial<NamespaceIds>): Process => ({
  pid: 100,
  directory: '/proc/100',
  startTime: 1,
  ppid: 1,
  comm: 'sleep',
  threads: 1,
  cgroups: { text: '', paths: new Map(), path: '/', claim: null, service: null },
  namespaces: { ...host, ...namespaces },
});

describe('discover', () => {
  it.each([
    ['network', { network: 99 }, 'process'],
    ['cgroup', { cgroup: 99 }, 'process'],
    ['PID and mount', { pid: 99, mount: 99 }, 'container'],
  ])('takes what has its own %s namespace for what it is', (_, namespaces, kind) => {
    expect(discover([alone(namespaces)], host, look).map((group) => group.kind)).toEqual([kind]);
  });
});
