/** The kernel file behind a fact, by the longest prefix of its path in the posture document. */
const sources: ReadonlyMap<string, string> = new Map([
  ['namespaces.pid', '/proc/PID/ns/pid'],
  ['namespaces.network', '/proc/PID/ns/net'],
  ['namespaces.mount', '/proc/PID/ns/mnt'],
  ['namespaces.ipc', '/proc/PID/ns/ipc'],
  ['namespaces.uts', '/proc/PID/ns/uts'],
  ['namespaces.cgroup', '/proc/PID/ns/cgroup'],
  ['namespaces.time', '/proc/PID/ns/time'],
  ['namespaces.user', '/proc/PID/ns/user'],
  ['user.uidMappings', '/proc/PID/uid_map'],
  ['user.gidMappings', '/proc/PID/gid_map'],
  ['user.noNewPrivileges', '/proc/PID/status NoNewPrivs'],
  ['user.uid', '/proc/PID/status Uid'],
  ['user.hostUid', '/proc/PID/status Uid'],
  ['capabilities.effective', '/proc/PID/status CapEff'],
  ['capabilities.permitted', '/proc/PID/status CapPrm'],
  ['capabilities.inheritable', '/proc/PID/status CapInh'],
  ['capabilities.bounding', '/proc/PID/status CapBnd'],
  ['capabilities.ambient', '/proc/PID/status CapAmb'],
  ['seccomp.mode', '/proc/PID/status Seccomp'],
  ['lsm.apparmor', '/proc/PID/attr/apparmor/current'],
  ['lsm.selinux', '/proc/PID/attr/current'],
  ['cgroups.memory', 'memory limit files of the cgroup and its ancestors'],
  ['cgroups.pids', 'pids.max of the cgroup and its ancestors'],
  ['rlimits', '/proc/PID/limits'],
  ['filesystem.root', '/proc/PID/mountinfo'],
  ['filesystem.mounts', '/proc/PID/mountinfo'],
  ['host.capLastCap', '/proc/sys/kernel/cap_last_cap'],
]);

/** The kernel file a fact was read from, `undefined` where none is named. */
export function sourceOf(field: string): string | undefined {
  const source = sources.get(field);
  if (source !== undefined) return source;
  const end = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
  return end < 0 ? undefined : sourceOf(field.slice(0, end));
}
