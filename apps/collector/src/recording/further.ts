import { posix } from 'node:path';
import type { Files, Roots } from '../read/files.js';
import type { Notes } from './notes.js';

/** Of every process, beyond what this version reads. */
const ofProcess =
  `attr/apparmor/current attr/current attr/exec cgroup comm cpuset gid_map limits loginuid mountinfo
  oom_score_adj projid_map sessionid setgroups stat status timens_offsets uid_map`.split(/\s+/);
const linksOfProcess =
  `cwd exe ns/cgroup ns/ipc ns/mnt ns/net ns/pid ns/pid_for_children ns/time ns/time_for_children
  ns/user ns/uts root`.split(/\s+/);

const ofProcfs = `cgroups devices filesystems meminfo stat swaps uptime version sys/fs/file-max sys/fs/nr_open
  sys/fs/protected_fifos sys/fs/protected_regular sys/kernel/apparmor_restrict_unprivileged_userns sys/kernel/hostname
  sys/kernel/ostype sys/kernel/pid_max sys/kernel/seccomp/actions_avail sys/kernel/threads-max
  sys/kernel/unprivileged_userns_apparmor_policy sys/kernel/version sys/net/ipv4/ip_forward
  sys/net/ipv4/ip_unprivileged_port_start sys/user/max_mnt_namespaces sys/user/max_net_namespaces
  sys/user/max_pid_namespaces sys/vm/overcommit_memory sys/vm/panic_on_oom`.split(/\s+/);
const ofSysfs =
  `class/dmi/id/product_name class/dmi/id/sys_vendor devices/system/cpu/online devices/system/cpu/possible
  devices/system/node/online fs/selinux/enforce fs/selinux/policyvers hypervisor/type kernel/security/apparmor/profiles
  kernel/security/lockdown kernel/security/lsm module/apparmor/parameters/enabled module/apparmor/parameters/mode
  module/kvm_amd/parameters/nested module/kvm_intel/parameters/nested`.split(/\s+/);
const ofRootfs =
  `etc/containerd/config.toml etc/containers/containers.conf etc/containers/storage.conf etc/crio/crio.conf
  etc/docker/daemon.json etc/os-release etc/subgid etc/subuid usr/lib/os-release`.split(/\s+/);

/** Whether these are there says what the host is, or what a container of it could reach. */
const looks =
  `.dockerenv dev/kvm run/.containerenv run/containerd/containerd.sock run/crio/crio.sock run/docker.sock
  run/podman/podman.sock run/systemd/container run/systemd/system var/run`.split(/\s+/);

/**
 * Reads what no reader asks for today, so that later versions can read the recording too: identity, limits and links of
 * every process, and whole the directory of every cgroup that was looked into. Failures are noted like answers.
 */
export function readFurther(notes: Notes, roots: Roots, goesOn: () => boolean): void {
  const { noting } = notes;
  const under = (root: string, names: readonly string[]) => names.map((name) => posix.join(root, name));
  const texts = (paths: readonly string[]) => {
    for (const path of paths) if (!notes.has(path)) quietly(() => noting.readText(path, maxText));
  };
  texts(under(roots.procfs, ofProcfs));
  texts(under(roots.sysfs, ofSysfs));
  texts(under(roots.rootfs, ofRootfs));
  for (const path of under(roots.rootfs, looks)) quietly(() => noting.exists(path));

  const cgroups = new Set(
    [...notes.texts.keys(), ...notes.errors.keys()]
      .filter((path) => path.startsWith('/sys/fs/cgroup/'))
      .map((path) => posix.dirname(path)),
  );
  for (const directory of cgroups) {
    if (!goesOn()) return;
    texts(filesOfCgroup(noting, roots.sysfs + directory.slice('/sys'.length)));
  }
  for (const pid of processes(notes)) {
    if (!goesOn()) return;
    const directory = `${roots.procfs}/${pid}`;
    texts(under(directory, ofProcess));
    for (const path of under(directory, linksOfProcess))
      if (!notes.has(path)) quietly(() => noting.readLink(path));
  }
}

const maxText = 4 * 1024 * 1024;

/** Every failure is on record: nothing is left to do about it. */
function quietly(read: () => unknown): void {
  try {
    read();
  } catch {
    // noted
  }
}

/** The files of one cgroup; last those whose presence tells that all others were written down. */
function filesOfCgroup(files: Files, directory: string): string[] {
  const last = ['cgroup.controllers', 'cgroup.procs', 'tasks'];
  let names: string[] = [];
  quietly(() => (names = files.readDir(directory).sort()));
  const isFile = (name: string) => /^(tasks|notify_on_release|release_agent|[a-z0-9_]+\..+)$/.test(name);
  return [
    ...names.filter((name) => isFile(name) && !last.includes(name)),
    ...names.filter((name) => last.includes(name)),
  ].map((name) => `${directory}/${name}`);
}

/** Processes of users, and kthreadd, whose namespaces are the host's. */
function processes(notes: Notes): string[] {
  return [...notes.texts].flatMap(([path, text]) => {
    const pid = /^\/proc\/(\d+)\/stat$/.exec(path)?.[1];
    if (pid === undefined) return [];
    // Kernel threads have kthreadd for a parent (proc_pid_stat(5)).
    const parent = /\) . (\d+)/.exec(text)?.[1];
    return parent === '2' ? [] : [pid];
  });
}
