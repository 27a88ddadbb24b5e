/**
 * Kernel files that seq_file writes as one record (single_open in fs/seq_file.c, kernfs without an iterator), by their
 * last name: one read that leaves room in its buffer has all of them, and the second, which only finds the end, costs a
 * tenth. Files of many records (mountinfo, uid_map, net/tcp, cgroup.procs) give a page a read and are none of these.
 */
const oneRecord: ReadonlySet<string> = new Set([
  'cgroup',
  'limits',
  'schedstat',
  'stat',
  'status',
  'cpu.cfs_period_us',
  'cpu.cfs_quota_us',
  'cpu.max',
  'cpu.shares',
  'cpu.weight',
  'cpuset.cpus.effective',
  'cpuset.effective_cpus',
  'devices.list',
  'memory.high',
  'memory.limit_in_bytes',
  'memory.max',
  'memory.memsw.limit_in_bytes',
  'memory.swap.max',
  'pids.max',
]);

/** Whether a single read gives the whole of this kernel file. */
export const isOneRecord = (path: string): boolean => oneRecord.has(path.slice(path.lastIndexOf('/') + 1));
