import type { Files } from '../../read/files.js';
import { configured, type Configuration } from './settings.js';
import { socketAccess } from './socketAccess.js';
import { dropIns, pick, tomlFile } from './tomlConfiguration.js';

const containers = [
  'annotations',
  'apparmor_profile',
  'cgroupns',
  'cgroups',
  'default_capabilities',
  'default_sysctls',
  'default_ulimits',
  'devices',
  'env_host',
  'http_proxy',
  'ipcns',
  'label',
  'label_users',
  'netns',
  'oom_score_adj',
  'pids_limit',
  'pidns',
  'privileged',
  'read_only',
  'seccomp_profile',
  'shm_size',
  'umask',
  'userns',
  'userns_size',
  'utsns',
  'volumes',
].map((key) => `containers/${key}`);
const engine = ['cgroup_manager', 'hooks_dir', 'no_pivot_root', 'runtime'].map((key) => `engine/${key}`);

/**
 * What podman gives containers of root by default: containers.conf(5), the distribution's, the administrator's and the
 * drop-ins; and who may use its API. A user's own containers.conf counts for that user alone and is not part of it.
 */
export const podmanConfiguration = (files: Files, rootfs: string): Configuration =>
  configured('containers.conf', () => {
    const paths = ['/usr/share/containers', '/etc/containers'].flatMap((directory) => [
      `${directory}/containers.conf`,
      ...dropIns(files, rootfs, `${directory}/containers.conf.d`, '.conf'),
    ]);
    const documents = paths.map((path) => tomlFile(files, rootfs, path));
    return {
      ...pick(documents, [...containers, ...engine]),
      ...socketAccess(files, rootfs, '/run/podman/podman.sock'),
    };
  });
