import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** Bytes: an example that a person replaces by what the program needs. */
const limit = 512 * 1024 * 1024;

/** It can no longer take the memory of the host and its neighbours. */
export const limitMemory = defineChange({
  id: 'limit-memory',
  title: 'Limit its memory',
  walls: ['cgroups'],
  effort: 'low',
  revision: 2,
  remedies: ofContainer({
    docker: '--memory 512m',
    compose: 'mem_limit: 512m',
    kubernetes: 'resources:\n  limits:\n    memory: 512Mi',
    podman: '--memory 512m',
    lxc: 'lxc.cgroup2.memory.max = 512M',
    daemon:
      'Kubernetes: a LimitRange gives a default to a namespace. systemd: MemoryMax= of a slice, with cgroup-parent.',
  }),
  breaks: 'Breaks if it needs more than the limit: the kernel then ends it.',
  verify: `c=$(sed -n 's/^0:://p' /proc/$PID/cgroup); m=$(sed -n 's/^[0-9]*:memory://p' /proc/$PID/cgroup); v=$(cat "/sys/fs/cgroup$c/memory.max" 2>/dev/null || cat "/sys/fs/cgroup/memory$m/memory.limit_in_bytes"); [ "$v" != max ] && [ "$v" -lt 9000000000000000000 ]`,
  amend: ({ posture: { cgroups }, traits: { runtime } }) => {
    const { memory } = cgroups;
    if (memory.limit !== null) return null;
    // docker and podman limit swap to as much again, unless they are told otherwise.
    const withSwap = memory.swap === null && (runtime === 'docker' || runtime === 'podman');
    const swap = withSwap ? limit : memory.swap;
    return { posture: { cgroups: { memory: { ...memory, limit, swap, boundAt: 'self' } } } };
  },
});
