import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';
import { isUnconfinedDomain } from '../selinux.js';

/** SELinux keeps it from everything that is not labelled for containers (container_selinux(8)). */
export const defaultSelinuxLabel = defineChange({
  id: 'default-selinux-label',
  title: 'Confine it by the SELinux domain of containers',
  walls: ['lsm'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --security-opt label=disable and label=type:spc_t.',
    compose: 'Leave out label:disable and label:type:spc_t under security_opt.',
    kubernetes: 'securityContext:\n  privileged: false\n  seLinuxOptions: {}   # without type: spc_t',
    podman: 'Leave out --security-opt label=disable.',
    lxc: 'lxc.selinux.context = system_u:system_r:container_t:s0:c62,c86',
    daemon:
      'docker: {"selinux-enabled": true} in daemon.json. containerd: enable_selinux = true. podman: label = true in containers.conf, which is the default.',
  }),
  breaks: 'Breaks if it uses files of the host that are not labelled for it: mount them with :Z or :z.',
  verify: `tr -d '\\0' </proc/$PID/attr/current | grep -q ':container[a-z_]*_t:'`,
  amend: ({ posture: { lsm } }) => {
    const { selinux } = lsm;
    if (!isKnown(selinux) || !isUnconfinedDomain(selinux.type)) return null;
    const label = { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c1,c2' };
    return { posture: { lsm: { selinux: { ...selinux, ...label } } } };
  },
});
