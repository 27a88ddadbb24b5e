import type { Files } from '../../read/files.js';
import { configured, settingOf, type Configuration } from './settings.js';
import { socketAccess } from './socketAccess.js';
import { dropIns, pick, tomlFile } from './tomlConfiguration.js';

const runtime = [
  'add_inheritable_capabilities',
  'additional_devices',
  'allowed_devices',
  'apparmor_profile',
  'cgroup_manager',
  'conmon_cgroup',
  'default_capabilities',
  'default_runtime',
  'default_sysctls',
  'default_ulimits',
  'device_ownership_from_security_context',
  'gid_mappings',
  'hooks_dir',
  'hostnetwork_disable_selinux',
  'minimum_mappable_gid',
  'minimum_mappable_uid',
  'no_pivot',
  'pids_limit',
  'privileged_seccomp_profile',
  'read_only',
  'seccomp_profile',
  'seccomp_use_default_when_empty',
  'selinux',
  'uid_mappings',
  'runtimes/*/allowed_annotations',
  'runtimes/*/privileged_without_host_devices',
  'runtimes/*/runtime_path',
].map((key) => `crio/runtime/${key}`);
const rest = [
  'api/listen',
  'api/host_ip',
  'api/stream_enable_tls',
  'image/insecure_registries',
  'storage_driver',
].map((key) => `crio/${key}`);

/** crio.conf(5) with its drop-ins, and who may use the socket. Flags of the command line win, which few use. */
export const crioConfiguration = (files: Files, rootfs: string, args: readonly string[]): Configuration =>
  configured('crio.conf', () => {
    const paths = ['/etc/crio/crio.conf', ...dropIns(files, rootfs, '/etc/crio/crio.conf.d', '')];
    const documents = paths.map((path) => tomlFile(files, rootfs, path));
    const flags = args.slice(1).filter((arg) => arg.startsWith('--') && !arg.startsWith('--log'));
    return {
      ...pick(documents, [...runtime, ...rest]),
      ...(flags.length > 0 && { 'command-line': settingOf(flags) }),
      ...socketAccess(files, rootfs, '/run/crio/crio.sock'),
    };
  });
