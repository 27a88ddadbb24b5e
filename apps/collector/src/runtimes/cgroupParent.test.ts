import type { RuntimeName } from '@shoji/posture';
import type { Group } from '../read/group.js';
import { claimOf } from './claim.js';
import type { Declared } from './declared.js';
import { cgroupParent } from './cgroupParent.js';

const id = 'ab'.repeat(32);
const pod = 'cd'.repeat(32);
const uid = '0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';
const user = '/user.slice/user-1000.slice/user@1000.service/user.slice';
const at = (path: string, within: Group | null = null) => ({ claim: claimOf(path), within });
const of = (runtime: RuntimeName, cgroupParent?: string | null) => ({
  ...{ id, runtime },
  declared: cgroupParent === undefined ? null : ({ cgroupParent } as Declared),
});
const docker = { claim: claimOf(`/docker/${pod}`) } as Group;

describe('cgroupParent', () => {
  it.each<[RuntimeName, string]>([
    ['docker', `/docker/${id}`],
    ['docker', `/system.slice/docker-${id}.scope`],
    ['docker', `${user}/docker-${id}.scope`],
    ['docker', `/kubepods.slice/kubepods-pod${uid}.slice/docker-${id}.scope`],
    ['containerd', `/k8s.io/${id}`],
    ['containerd', `/system.slice/nerdctl-${id}.scope`],
    ['containerd', `/kubepods/burstable/pod${uid}/${id}`],
    [
      'containerd',
      `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${uid}.slice/cri-containerd-${id}.scope`,
    ],
    ['cri-o', `/system.slice/crio-${id}.scope`],
    ['cri-o', `/kubepods.slice/kubepods-pod${uid}.slice/crio-${id}.scope`],
    ['podman', `/machine.slice/libpod-${id}.scope`],
    ['podman', `/libpod_parent/libpod-${id}`],
    ['podman', `${user}/libpod-${id}.scope/container`],
    ['podman', `/machine.slice/machine-libpod_pod_${pod}.slice/libpod-${id}.scope`],
    ['podman', `/libpod_parent/${pod}/libpod-${id}`],
    ['podman', `/system.slice/web.service/libpod-payload-${id}`],
    ['lxc', '/lxc.payload.web'],
    ['lxc', '/lxc/web'],
    ['systemd-nspawn', '/machine.slice/machine-web.scope/payload'],
    ['systemd-nspawn', '/machine.slice/systemd-nspawn@web.service/payload'],
  ])('of %s at %s is where that runtime puts all', (runtime, path) => {
    expect(cgroupParent(at(path), of(runtime))).toBeNull();
  });

  it.each<[RuntimeName, string, string]>([
    ['docker', `/limited/${id}`, '/limited'],
    ['docker', `/special.slice/docker-${id}.scope`, '/special.slice'],
    ['docker', `/docker/special/${id}`, '/docker/special'],
    ['docker', `/${id}`, '/'],
    ['docker', `/jobs/${pod}/${id}`, '/jobs/<id>'],
    ['podman', `/special.slice/libpod-${id}.scope`, '/special.slice'],
    ['podman', `/special/${pod}/libpod-${id}`, '/special/<id>'],
    ['lxc', '/special/lxc.payload.web', '/special'],
    ['systemd-nspawn', '/special.slice/machine-web.scope/payload', '/special.slice'],
  ])('of %s at %s is %s', (runtime, path, parent) => {
    expect(cgroupParent(at(path), of(runtime, 'anything'))).toBe(parent);
  });

  it('of containerd is that of its namespace', () => {
    const claim = { runtime: null, id: 'web', cgroup: '/shop/web' };
    const record = (namespace: string) => ({ ...of('containerd'), id: `containerd:${namespace}:web` });
    expect(cgroupParent({ claim, within: null }, record('shop'))).toBeNull();
    expect(cgroupParent({ claim, within: null }, record('default'))).toBe('/shop');
  });

  it('of a container in another is below that one', () => {
    expect(cgroupParent(at(`/docker/${pod}/docker/${id}`, docker), of('docker'))).toBeNull();
    expect(cgroupParent(at(`/docker/${pod}/special/${id}`, docker), of('docker', 'special'))).toBe(
      '/special',
    );
  });

  it('is the daemon’s own choice where nobody asked for another', () => {
    expect(cgroupParent(at(`/limited/${id}`), of('docker', null))).toBeNull();
    expect(cgroupParent(at(`/limited/${id}`), of('docker', '/limited'))).toBe('/limited');
  });

  it('is not known to be the daemon’s choice without the record of what was asked for', () => {
    expect(cgroupParent(at(`/limited/${id}`), of('docker'))).toEqual({
      unreadable: 'whether its daemon chose /limited could not be read',
    });
  });

  it('is not known without a cgroup, nor outside of what can be seen', () => {
    expect(cgroupParent({ claim: null, within: null }, of('docker'))).toHaveProperty('unreadable');
    expect(cgroupParent(at(`/../${id}`), of('docker'))).toHaveProperty('unreadable');
  });

  it.each<RuntimeName>(['none', 'bubblewrap'])('is nobody’s business with %s', (runtime) => {
    expect(cgroupParent(at(`/special/${id}`), of(runtime))).toHaveProperty('unsupported');
  });
});
