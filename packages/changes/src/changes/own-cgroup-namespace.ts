import { ownNamespace } from '../namespace.js';
import { none, ofContainer } from '../remedies.js';

/** The container no longer sees the cgroups of the host and its neighbours. */
export const ownCgroupNamespace = ownNamespace('cgroup', 'cgroup', {
  id: 'own-cgroup-namespace',
  title: 'Give it a view of its own cgroup only',
  remedies: ofContainer({
    docker: '--cgroupns private',
    compose: 'cgroup: private',
    kubernetes: none('A pod cannot ask for it: runtimes make it private on nodes with cgroup v2.'),
    podman: '--cgroupns private',
    lxc: 'Keep cgroup out of lxc.namespace.keep.',
    daemon:
      'docker: {"default-cgroupns-mode": "private"} in daemon.json. podman: cgroupns = "private" in containers.conf.',
  }),
  breaks: 'Breaks if it reads the cgroups of other containers, as monitoring agents do.',
});
