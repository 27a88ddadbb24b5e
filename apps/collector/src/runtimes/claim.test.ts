import { claimOf } from './claim.js';
import { supervisorOf } from './supervisor.js';

const id = '0123456789abcdef'.repeat(4);
const other = 'f'.repeat(64);

describe('claimOf', () => {
  it.each([
    [`/docker/${id}`, 'docker', id],
    [`/system.slice/docker-${id}.scope`, 'docker', id],
    [`/custom/parent/${id}`, null, id],
    [`/libpod_parent/${id}/libpod-${id}`, 'podman', id],
    [`/docker/${id}/conmon`, 'docker', id],
    [`/docker/${id}/docker/${other}`, 'docker', other],
    [`/machine.slice/libpod-${id}.scope/container`, 'podman', id],
    [`/libpod_parent/libpod-${id}`, 'podman', id],
    [`/kubepods.slice/kubepods-podx.slice/cri-containerd-${id}.scope`, 'containerd', id],
    [`/kubepods/burstable/podx/${id}`, 'containerd', id],
    [`/kubepods/podx/crio-${id}.scope`, 'cri-o', id],
    [`/x.service/libpod-payload-${id}`, 'podman', id],
    [`/user.slice/nerdctl-${id}.scope`, 'containerd', id],
    [`/default/${id}`, 'containerd', id],
    ['/k8s.io/job', 'containerd', 'job'],
    ['/kubepods/burstable/pod0123/job', 'containerd', 'job'],
    [`/kubepods/podx/crio-${id}`, 'cri-o', id],
    ['/lxc.payload.web', 'lxc', 'web'],
    ['/lxc.payload/web', 'lxc', 'web'],
    ['/machine.slice/systemd-nspawn@web.service/payload', 'systemd-nspawn', 'web'],
    ['/lxc/web', 'lxc', 'web'],
    ['/machine.slice/machine-n\\x2dnspawn.scope/payload', 'systemd-nspawn', 'n-nspawn'],
  ])('reads %s as a container of %s', (path, runtime, name) => {
    expect(claimOf(path)).toMatchObject({ runtime, id: name });
  });

  it.each([
    '/',
    '/system.slice/docker.service',
    `/libpod-conmon-${id}.scope`,
    `/libpod_parent/${id}/conmon`,
    '/lxc.monitor.web',
    `/kubepods/podx/crio-conmon-${id}`,
    '/kubepods/burstable/pod0123',
    '/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator',
    '/payload',
  ])('claims nothing of %s', (path) => {
    expect(claimOf(path)).toBeNull();
  });
});

describe('supervisorOf', () => {
  it.each([
    [
      'containerd-shim',
      `shim\0-namespace\0moby\0-id\0${id}\0`,
      { runtime: 'docker', id, namespace: 'moby', bundle: 'cwd' },
    ],
    [
      'containerd-shim',
      `shim\0-namespace\0k8s.io\0-id\0x\0`,
      { runtime: 'containerd', id: 'x', namespace: 'k8s.io' },
    ],
    ['conmon', `conmon\0-c\0${id}\0-b\0/b/userdata\0`, { runtime: 'podman', id, bundle: '/b/userdata' }],
    ['lxc-start', '[lxc monitor] /var/lib/lxc l-priv\0', { runtime: 'lxc', id: 'l-priv' }],
    ['systemd-nspawn', 'systemd-nspawn\0--machine=m\0', { runtime: 'systemd-nspawn', id: 'm' }],
    ['systemd-nspawn', 'systemd-nspawn\0-q\0-D\0/srv/deb/\0--\0-Mx\0', { id: 'deb' }],
    ['systemd-nspawn', 'systemd-nspawn\0-i\0/srv/deb.raw\0-Mweb\0', { id: 'web' }],
    ['conmon', `conmon\0-c\0${id}\0-n\0api\0`, { runtime: 'podman', id, name: 'api' }],
    ['conmon', `conmon\0-c\0${id}\0--exit-dir\0/run/crio/exits\0`, { runtime: 'cri-o', id }],
    ['containerd-shim', '', { runtime: 'containerd', id: null }],
  ])('knows %s', (comm, cmdline, expected) => {
    expect(supervisorOf(comm, cmdline)).toMatchObject(expected);
  });

  it('knows no other process', () => {
    expect(supervisorOf('bash', 'bash\0-c\0x\0')).toBeNull();
  });
});
