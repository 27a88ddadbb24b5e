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
import { reasonOf, type Files, type Roots } from './files.js';

/** Settings of the kernel that rules and ways out look at (proc_sys_kernel(5) and its siblings). */
const sysctls = [
  'fs.protected_hardlinks',
  'fs.protected_symlinks',
  'fs.suid_dumpable',
  'kernel.apparmor_restrict_unprivileged_userns',
  'kernel.core_pattern',
  'kernel.dmesg_restrict',
  'kernel.io_uring_disabled',
  'kernel.kexec_load_disabled',
  'kernel.kptr_restrict',
  'kernel.modules_disabled',
  'kernel.perf_event_paranoid',
  'kernel.randomize_va_space',
  'kernel.sysrq',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'net.core.bpf_jit_harden',
  'user.max_user_namespaces',
  'vm.mmap_min_addr',
  'vm.unprivileged_userfaultfd',
];

const line = (text: string): string => text.trimEnd().slice(0, 4096);

/** Joins a path of the host to the root it hangs below. */
export const below = (rootfs: string, path: string): string => (rootfs === '/' ? path : rootfs + path);

/** Reads the host document. `cgroupMode` and `runtimes` come from those who found them. */
export function readHost(
  files: Files,
  { procfs, sysfs, rootfs }: Roots,
  found: Pick<HostDocument, 'cgroupMode' | 'runtimes'>,
): HostDocument {
  const read = <T>(path: string, parse: (text: string) => T, absent?: string): Fact<T> => {
    try {
      return parse(files.readText(path));
    } catch (error) {
      const reason = reasonOf(error);
      return absent !== undefined && reason === 'ENOENT' ? unsupported(absent) : unreadable(reason);
    }
  };
  const lsms = read(`${sysfs}/kernel/security/lsm`, parseLsmList);
  return {
    schema: 'shoji.host/1',
    kernel: read(`${procfs}/sys/kernel/osrelease`, line),
    os: readOs(files, rootfs),
    architecture: read(`${procfs}/sys/kernel/arch`, line, 'kernel before 6.1 does not tell'),
    cgroupMode: found.cgroupMode,
    lsms,
    capLastCap: read(`${procfs}/sys/kernel/cap_last_cap`, parseInteger),
    // Where the list of modules can be read, a missing file means that the kernel has no lockdown.
    lockdown: read(
      `${sysfs}/kernel/security/lockdown`,
      parseLockdown,
      Array.isArray(lsms) ? 'kernel built without lockdown' : undefined,
    ),
    sysctls: Object.fromEntries(
      sysctls.map((name) => [
        name,
        read(`${procfs}/sys/${name.replaceAll('.', '/')}`, line, 'kernel has no such setting'),
      ]),
    ),
    cpus: read(`${sysfs}/devices/system/cpu/online`, (text) => countCpus(parseCpuList(text))),
    memory: read(`${procfs}/meminfo`, parseMeminfoTotal),
    runtimes: found.runtimes,
  };
}

/** os-release(5): the file below /etc is usually a link, which on a mounted tree may point outside of it. */
function readOs(files: Files, rootfs: string): HostDocument['os'] {
  let reason = 'ENOENT';
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      const values = parseOsRelease(files.readText(below(rootfs, path), 65536));
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
  { procfs, rootfs }: Roots,
  { bootedAt, collectorVersion }: { bootedAt: Date; collectorVersion: string },
): Node {
  let hostname = 'unknown';
  try {
    hostname = line(files.readText(`${procfs}/sys/kernel/hostname`)).slice(0, 253) || hostname;
  } catch (error) {
    reasonOf(error);
  }
  return {
    hostname,
    machineId: readMachineId(files, rootfs),
    bootedAt: bootedAt.toISOString(),
    collectorVersion,
  };
}

function readMachineId(files: Files, rootfs: string): string | null {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = files.readText(below(rootfs, path), 4096).trim();
      if (/^[0-9a-f]{32}$/.test(id)) return id;
    } catch (error) {
      reasonOf(error);
    }
  }
  return null;
}
