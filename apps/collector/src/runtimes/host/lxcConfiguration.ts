import type { Files } from '../../read/files.js';
import { configured, settingOf, sorted, type Configuration } from './settings.js';
import { configurationText } from './tomlConfiguration.js';

const path = '/etc/lxc/default.conf';
const wanted =
  /^lxc\.(?:apparmor|seccomp|selinux|idmap|cap|cgroup2?|no_new_privs|mount\.auto|proc|sysctl|prlimit)(?:\.|$)/;

/** What new LXC containers are given (lxc.container.conf(5)); a key may be there more than once. */
export const lxcConfiguration = (files: Files, rootfs: string): Configuration =>
  configured(path, () => {
    const found = new Map<string, string[]>();
    for (const line of (configurationText(files, rootfs, path) ?? '').split('\n')) {
      const [, key = '', value = ''] = /^\s*([a-z0-9_.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (wanted.test(key)) found.set(key, [...(found.get(key) ?? []), value]);
    }
    return sorted(Array.from(found, ([key, values]) => [key, settingOf(values.join('; '))] as const));
  });
