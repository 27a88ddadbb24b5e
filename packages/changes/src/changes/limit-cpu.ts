import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** Microseconds of processor time in each period: one processor, an example that a person replaces. */
const time = { quota: 100_000, period: 100_000 };

/** It can no longer take every processor of the host. */
export const limitCpu = defineChange({
  id: 'limit-cpu',
  title: 'Limit its processor time',
  walls: ['cgroups'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: '--cpus 1',
    compose: 'cpus: 1',
    kubernetes: 'resources:\n  limits:\n    cpu: "1"',
    podman: '--cpus 1',
    lxc: `lxc.cgroup2.cpu.max = ${time.quota} ${time.period}`,
    daemon:
      'Kubernetes: a LimitRange gives a default to a namespace. systemd: CPUQuota= of a slice, with cgroup-parent.',
  }),
  breaks: 'Breaks if it needs more: it then waits, and answers late.',
  verify: `c=$(sed -n 's/^0:://p' /proc/$PID/cgroup); m=$(sed -n 's/^[0-9]*:[^:]*\\bcpu\\b[^:]*://p' /proc/$PID/cgroup); v=$(cat "/sys/fs/cgroup$c/cpu.max" 2>/dev/null || cat "/sys/fs/cgroup/cpu$m/cpu.cfs_quota_us"); case "$v" in max*|-1) exit 1;; ?*) ;; *) exit 1;; esac`,
  amend: ({ posture: { cgroups } }) =>
    cgroups.cpu.quota === null ? { posture: { cgroups: { cpu: { ...cgroups.cpu, ...time } } } } : null,
});
