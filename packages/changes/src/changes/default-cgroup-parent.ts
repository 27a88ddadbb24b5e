import { isKnown, type Posture } from '@shoji/posture';
import { defineChange } from '../change.js';
import { none, ofContainer } from '../remedies.js';

/** Its cgroup is among those of the other containers (cgroups(7)). */
export const defaultCgroupParent = defineChange({
  id: 'default-cgroup-parent',
  title: 'Put its cgroup where those of the others are',
  walls: ['cgroups'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --cgroup-parent.',
    compose: 'Leave out cgroup_parent.',
    kubernetes: none('The kubelet chooses it.'),
    podman: 'Leave out --cgroup-parent.',
    lxc: 'Leave out lxc.cgroup.dir.',
    daemon:
      'docker: leave out cgroup-parent in daemon.json. podman: leave out cgroup_parent in containers.conf.',
  }),
  breaks: 'Breaks if that parent is where somebody counts or bounds what it takes.',
  verify: null,
  // Limits of the parent that it leaves would be gone.
  amend: ({ posture, traits: { cgroupParent: parent } }) =>
    parent !== undefined && isKnown(parent) && parent !== null && hasNoneOfAbove(posture.cgroups)
      ? { traits: { cgroupParent: null } }
      : null,
});

const hasNoneOfAbove = ({ memory, pids, cpu }: Posture['cgroups']): boolean =>
  [memory.boundAt, pids.boundAt].every((bound) => bound === null || bound === 'self') && cpu.quota === null;
