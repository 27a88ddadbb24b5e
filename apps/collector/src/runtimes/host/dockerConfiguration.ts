import { fields } from '../fields.js';
import { settingOf, sorted, type Settings } from './settings.js';

/**
 * Settings of dockerd that change what containers get, or who may reach the daemon, by their key in daemon.json
 * (dockerd(8)). Not among them: what may carry secrets (proxies, options of log drivers) and what differs from host to
 * host without saying anything (directories, addresses).
 */
const settings = [
  'allow-direct-routing',
  'api-cors-header',
  'authorization-plugins',
  'cgroup-parent',
  'containerd-namespace',
  'cri-containerd',
  'debug',
  'default-cgroupns-mode',
  'default-ipc-mode',
  'default-runtime',
  'default-ulimits',
  'exec-opts',
  'experimental',
  'group',
  'hosts',
  'icc',
  'init',
  'insecure-registries',
  'ip',
  'ip-forward',
  'ip-masq',
  'ip6tables',
  'iptables',
  'ipv6',
  'live-restore',
  'log-driver',
  'log-level',
  'no-new-privileges',
  'oom-score-adjust',
  'registry-mirrors',
  'rootless',
  'runtimes',
  'seccomp-profile',
  'selinux-enabled',
  'storage-driver',
  'tls',
  'tlscacert',
  'tlsverify',
  'userland-proxy',
  'userns-remap',
];

/** Flags that stand alone; all others take the next argument where they have no `=`. */
const switches = new Set([
  'cri-containerd',
  'debug',
  'experimental',
  'help',
  'icc',
  'init',
  'ip-forward',
  'ip-forward-no-drop',
  'ip-masq',
  'ip6tables',
  'iptables',
  'ipv6',
  'live-restore',
  'no-new-privileges',
  'raw-logs',
  'rootless',
  'selinux-enabled',
  'tls',
  'tlsverify',
  'userland-proxy',
  'validate',
  'version',
]);

/** Flags that may be given more than once, with the key that daemon.json has for the list. */
const lists: Record<string, string> = {
  'add-runtime': 'runtimes',
  'authorization-plugin': 'authorization-plugins',
  'default-ulimit': 'default-ulimits',
  'exec-opt': 'exec-opts',
  host: 'hosts',
  'insecure-registry': 'insecure-registries',
  'registry-mirror': 'registry-mirrors',
};

const short: Record<string, string> = {
  D: 'debug',
  G: 'group',
  H: 'host',
  l: 'log-level',
  s: 'storage-driver',
};

/** The values of each flag, by its long name, as pflag reads them; a switch says `true`. */
export function dockerFlags(args: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let at = 1; at < args.length; at++) {
    const arg = args[at] ?? '';
    const [, long, joined] = /^--([a-z0-9-]+)(?:=([^]*))?$/.exec(arg) ?? [];
    const [, letter = '', rest = ''] = /^-([A-Za-z])=?([^]*)$/.exec(arg) ?? [];
    const name = long ?? short[letter] ?? letter;
    if (name === '') continue;
    const given = joined ?? (rest === '' ? undefined : rest);
    const value = given ?? (switches.has(name) ? 'true' : (args[++at] ?? ''));
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

/**
 * daemon.json joined with the command line; dockerd refuses to start where both say the same thing.
 * @throws {SyntaxError} where the file is no JSON.
 */
export function dockerSettings(json: string | null, flags: ReadonlyMap<string, readonly string[]>): Settings {
  const file: unknown = json === null ? {} : JSON.parse(json);
  const found = new Map<string, string | boolean | number>();
  for (const [key, value] of Object.entries(fields(file)))
    if (value !== null && settings.includes(key)) found.set(key, dockerSetting(key, value));
  for (const [name, values] of flags) {
    const list = lists[name];
    const key = list ?? name;
    if (!settings.includes(key)) continue;
    const last = values.at(-1) ?? '';
    const words = key === 'runtimes' ? values.map((value) => value.split('=', 1)[0] ?? '') : [...values];
    if (list !== undefined) found.set(key, settingOf(words.sort()));
    else if (switches.has(name)) found.set(key, !/^(?:0|f|false)$/i.test(last));
    else found.set(key, /^\d{1,15}$/.test(last) ? Number(last) : settingOf(last));
  }
  return sorted(found);
}

/** A list says the same in any order; of other runtimes only their names say something that is not a path. */
function dockerSetting(key: string, value: unknown): string | boolean | number {
  if (key === 'runtimes') return settingOf(Object.keys(fields(value)).sort());
  return settingOf(
    Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.sort() : value,
  );
}
