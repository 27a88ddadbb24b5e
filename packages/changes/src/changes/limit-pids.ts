import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** Processes and threads: an example that a person replaces by what the program needs. */
const limit = 512;

/** It can no longer fill the host with processes (cgroups(7), pids). */
export const limitPids = defineChange({
  id: 'limit-pids',
  title: 'Limit how many processes it has',
  walls: ['cgroups'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: `--pids-limit ${limit}`,
    compose: `pids_limit: ${limit}`,
    kubernetes: { none: 'A pod cannot ask for it: the kubelet sets it for all pods of a node, see daemon.' },
    podman: `--pids-limit ${limit}`,
    lxc: `lxc.cgroup2.pids.max = ${limit}`,
    daemon: `kubelet: podPidsLimit: ${limit}. podman: pids_limit = ${limit} in containers.conf.`,
  }),
  breaks: 'Breaks if it needs more processes and threads than the limit: then it can start no more.',
  verify: `c=$(sed -n 's/^0:://p' /proc/$PID/cgroup); m=$(sed -n 's/^[0-9]*:pids://p' /proc/$PID/cgroup); v=$(cat "/sys/fs/cgroup$c/pids.max" 2>/dev/null || cat "/sys/fs/cgroup/pids$m/pids.max"); [ "$v" != max ]`,
  amend: ({ posture: { cgroups } }) =>
    cgroups.pids.limit === null ? { posture: { cgroups: { pids: { limit, boundAt: 'self' } } } } : null,
});
