import { unreadable, unsupported, type Fact, type HostDocument, type Node } from '@shoji/posture';
import {
  countCpus,
  parseCpuList,
  parseInteger,
  parseLockdown,
  parseLsmList,
  parseMeminfoTotal,
  parseOsRelease,
} from '@shoji/procfs';
import { codeOf, reasonOf, type Files, type Roots } from './files.js';
import { hostPath } from './hostPath.js';
import { isForeign, type NamespaceIds } from './namespaces.js';

/** Settings of the kernel that rules and ways out look at (proc_sys_kernel(5) and its siblings). */
const sysctls = [
  'dev.tty.ldisc_autoload',
  'dev.tty.legacy_tiocsti',
  'fs.protected_fifos',
  'fs.protected_hardlinks',
  'fs.protected_regular',
  'fs.protected_symlinks',
  'fs.suid_dumpable',
  'kernel.apparmor_restrict_unprivileged_unconfined',
  'kernel.apparmor_restrict_unprivileged_userns',
  'kernel.core_pattern',
  'kernel.dmesg_restrict',
  'kernel.io_uring_disabled',
  'kernel.kexec_load_disabled',
  'kernel.kptr_restrict',
  'kernel.modprobe',
  'kernel.modules_disabled',
  'kernel.perf_event_paranoid',
  'kernel.pid_max',
  'kernel.randomize_va_space',
  'kernel.sysrq',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_apparmor_policy',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'net.core.bpf_jit_enable',
  'net.core.bpf_jit_harden',
  'net.ipv4.conf.all.route_localnet',
  'net.ipv4.ip_forward',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'user.max_user_namespaces',
  'vm.mmap_min_addr',
  'vm.panic_on_oom',
  'vm.unprivileged_userfaultfd',
];

/** Settings that the kernel keeps for each namespace of a type. */
const scopes = [
  ['net.', 'network'],
  ['user.', 'user'],
] as const;

const line = (text: string): string => text.trimEnd().slice(0, 4096);

/** What others found out about the host. */
type Found = Pick<HostDocument, 'cgroupMode' | 'processesComplete' | 'runtimes' | 'runtimesComplete'>;

/** Reads the host document. `own` are the collector's namespaces, `host` those of the host. */
export function readHost(
  files: Files,
  { procfs, sysfs, rootfs }: Roots,
  { own, host }: { own: NamespaceIds; host: NamespaceIds },
  found: Found,
): HostDocument {
  const read = <T>(path: string, parse: (text: string) => T, absent?: string): Fact<T> => {
    try {
      return parse(files.readText(path));
    } catch (error) {
      const reason = reasonOf(error);
      return absent !== undefined && reason === 'ENOENT' ? unsupported(absent) : unreadable(reason);
    }
  };
  const sysctl = (name: string): Fact<string> => {
    const type = scopes.find(([prefix]) => name.startsWith(prefix))?.[1];
    // The kernel answers for whoever asks: from within a namespace it gives that one's value, or hides the file.
    if (type !== undefined && own[type] !== host[type])
      return unreadable(
        isForeign(own, host, type)
          ? `the collector is in a ${type} namespace of its own`
          : `not known whether the collector is in the host's ${type} namespace`,
      );
    return read(`${procfs}/sys/${name.replaceAll('.', '/')}`, line, 'kernel has no such setting');
  };
  const lsms = read(`${sysfs}/kernel/security/lsm`, parseLsmList);
  return {
    schema: 'shoji.host/1',
    kernel: read(`${procfs}/sys/kernel/osrelease`, line),
    os: readOs(files, rootfs),
    architecture: read(`${procfs}/sys/kernel/arch`, line, 'kernel before 6.1 does not tell'),
    lsms,
    capLastCap: read(`${procfs}/sys/kernel/cap_last_cap`, parseInteger),
    // Where the list of modules can be read, a missing file means that the kernel has no lockdown.
    lockdown: read(
      `${sysfs}/kernel/security/lockdown`,
      parseLockdown,
      Array.isArray(lsms) ? 'kernel built without lockdown' : undefined,
    ),
    sysctls: Object.fromEntries(sysctls.map((name) => [name, sysctl(name)])),
    cpus: read(`${sysfs}/devices/system/cpu/online`, (text) => countCpus(parseCpuList(text))),
    memory: read(`${procfs}/meminfo`, parseMeminfoTotal),
    ...found,
  };
}

/** os-release(5): the one below /etc counts. */
function readOs(files: Files, rootfs: string): HostDocument['os'] {
  let reason = 'ENOENT';
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      const values = parseOsRelease(files.readText(hostPath(files, rootfs, path), 65536));
      const value = (key: string) => (values.get(key) ?? '').slice(0, 4096).toWellFormed();
      return { id: value('ID') || 'linux', version: value('VERSION_ID'), name: value('PRETTY_NAME') };
    } catch (error) {
      reason = reasonOf(error);
    }
  }
  return unreadable(reason);
}

/** Reads what a person calls the host by. `bootedAt` is told by who knows when the kernel started. */
export function readNode(
  files: Files,
  roots: Roots,
  { own, host }: { own: NamespaceIds; host: NamespaceIds },
  { bootedAt, collectorVersion }: { bootedAt: Date; collectorVersion: string },
): Node {
  const ofKernel = `${roots.procfs}/sys/kernel/hostname`;
  // In a UTS namespace of its own the kernel would tell the collector's name.
  const names = isForeign(own, host, 'uts') ? [] : [ofKernel];
  return {
    hostname:
      firstText(files, [...names, hostPathOf(files, roots, '/etc/hostname')], /^.{1,253}/u) ?? 'unknown',
    machineId: firstText(
      files,
      ['/etc/machine-id', '/var/lib/dbus/machine-id'].map((path) => hostPathOf(files, roots, path)),
      /^[0-9a-f]{32}$/,
    ),
    bootedAt: bootedAt.toISOString(),
    collectorVersion,
  };
}

/** What the first of the files that fits says on its first line. */
function firstText(files: Files, paths: readonly (string | null)[], form: RegExp): string | null {
  for (const path of paths) {
    try {
      const found = path === null ? null : form.exec(files.readText(path, 4096).split('\n', 1)[0] ?? '');
      if (found) return found[0];
    } catch (error) {
      reasonOf(error);
    }
  }
  return null;
}

function hostPathOf(files: Files, { rootfs }: Roots, path: string): string | null {
  try {
    return hostPath(files, rootfs, path);
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

/**
 * kthreadd, the parent of the kernel's threads, is the second process of the initial PID namespace. `unread` says why a
 * process that is there could not be read, `null` = all could.
 */
export function seesAllProcesses(files: Files, { procfs }: Roots, unread: string | null): Fact<true> {
  try {
    if (files.readText(`${procfs}/2/stat`).startsWith('2 (kthreadd) '))
      return unread === null ? true : unreadable(`a process could not be read: ${unread}`);
  } catch (error) {
    const reason = reasonOf(error);
    if (codeOf(error) !== 'ENOENT') return unreadable(reason);
    if (!files.readDir(procfs).includes('1')) return unreadable('processes of others are hidden (hidepid)');
  }
  return unreadable('only the processes of a PID namespace are shown');
}
