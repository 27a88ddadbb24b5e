import type { Files } from '../../read/files.js';
import { configured, type Configuration } from './settings.js';
import { socketAccess } from './socketAccess.js';
import type { TomlValue } from './toml.js';
import { dropIns, pick, tomlFile } from './tomlConfiguration.js';

/** The CRI plugin of containerd 1 (configuration version 2) and its runtime part of containerd 2 (version 3). */
const plugins = ['io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.runtime'];
const cri = [
  'device_ownership_from_security_context',
  'disable_apparmor',
  'disable_cgroup',
  'disable_proc_mount',
  'disable_hugetlb_controller',
  'enable_selinux',
  'enable_unprivileged_icmp',
  'enable_unprivileged_ports',
  'ignore_deprecation_warnings',
  'restrict_oom_score_adj',
  'selinux_category_range',
  'tolerate_missing_hugetlb_controller',
  'unset_seccomp_profile',
  'enable_tls_streaming',
  'containerd/default_runtime_name',
  'containerd/runtimes/*/base_runtime_spec',
  'containerd/runtimes/*/options/BinaryName',
  'containerd/runtimes/*/options/NoNewKeyring',
  'containerd/runtimes/*/options/NoPivotRoot',
  'containerd/runtimes/*/options/SystemdCgroup',
  'containerd/runtimes/*/privileged_without_host_devices',
  'containerd/runtimes/*/privileged_without_host_devices_all_devices_allowed',
  'containerd/runtimes/*/runtime_type',
  'containerd/runtimes/*/sandbox_mode',
];
const wanted = [
  'disabled_plugins',
  'required_plugins',
  'version',
  'oom_score',
  'grpc/address',
  'grpc/gid',
  'grpc/tcp_address',
  'grpc/uid',
  'debug/address',
  'debug/gid',
  'debug/uid',
  'metrics/address',
  ...plugins.flatMap((plugin) => cri.map((key) => `plugins/${plugin}/${key}`)),
];

/** config.toml of a containerd (containerd-config.toml(5)) with its imports, and who may use its socket. */
export function containerdConfiguration(
  files: Files,
  rootfs: string,
  args: readonly string[],
): Configuration {
  const path = flagOf(args, '--config', '-c') ?? '/etc/containerd/config.toml';
  return configured(path, () => {
    const main = tomlFile(files, rootfs, path);
    const imported = importsOf(files, rootfs, path, main.imports);
    const found = pick([main, ...imported.map((each) => tomlFile(files, rootfs, each))], wanted);
    const address = flagOf(args, '--address', '-a') ?? found['grpc.address'];
    const socket =
      typeof address === 'string' && address !== '' ? address : '/run/containerd/containerd.sock';
    return { ...found, ...socketAccess(files, rootfs, socket.replace(/^\/var\/run\//, '/run/')) };
  });
}

/** The value of a flag that is given as `--flag VALUE` or `--flag=VALUE`. */
function flagOf(args: readonly string[], ...names: string[]): string | undefined {
  const at = args.findIndex((arg) => names.includes(arg.split('=', 1)[0] ?? ''));
  const arg = args[at];
  return arg?.includes('=') === true ? arg.slice(arg.indexOf('=') + 1) : args[at < 0 ? args.length : at + 1];
}

/** Files that `imports` names, patterns of a whole directory (`conf.d/*.toml`) written out. */
function importsOf(files: Files, rootfs: string, path: string, listed: TomlValue | undefined): string[] {
  if (!Array.isArray(listed)) return [];
  return listed.slice(0, 100).flatMap((item) => {
    if (typeof item !== 'string') return [];
    const absolute = item.startsWith('/') ? item : `${path.slice(0, path.lastIndexOf('/'))}/${item}`;
    const [, directory, suffix] = /^(.*)\/\*([^/*]*)$/.exec(absolute) ?? [];
    return directory === undefined ? [absolute] : dropIns(files, rootfs, directory, suffix ?? '');
  });
}
