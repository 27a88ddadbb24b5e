import {
  namespaceTypes,
  rlimitNames,
  sortedSet,
  unsupported,
  type Fact,
  type IdMapping,
  type Mount,
  type NamespaceType,
  type Posture,
} from '@shoji/posture';
import { allOf, lastOf, settingOf, type Settings } from './lxcConfig.js';
import { text } from './fields.js';
import { declaredMounts, declaredSelinux } from './oci.js';
import { identity, limitOf, ownerOf, rangeOf, rlimitOf } from './settingValues.js';

const silent = unsupported('not declared');

/** Options of systemd-nspawn(1) by the name of the setting in systemd.nspawn(5) that says the same. */
const options: Record<string, string> = {
  'private-network': 'Private',
  'network-veth': 'VirtualEthernet',
  'network-veth-extra': 'VirtualEthernetExtra',
  'network-bridge': 'Bridge',
  'network-zone': 'Zone',
  'network-macvlan': 'MACVLAN',
  'network-ipvlan': 'IPVLAN',
  'network-interface': 'Interface',
  'network-namespace-path': 'NamespacePath',
  'private-users': 'PrivateUsers',
  capability: 'Capability',
  'drop-capability': 'DropCapability',
  'no-new-privileges': 'NoNewPrivileges',
  user: 'User',
  'read-only': 'ReadOnly',
  volatile: 'Volatile',
  bind: 'Bind',
  'bind-ro': 'BindReadOnly',
  tmpfs: 'TemporaryFileSystem',
  'selinux-context': 'SELinuxContext',
  settings: 'Settings',
};
const short: Record<string, string> = {
  n: 'private-network',
  U: 'private-users=pick',
  u: 'user',
  Z: 'selinux-context',
};
/** Long options whose value may stand in the next argument. */
const withValue = new Set(
  (
    'directory template image root-hash machine hostname uuid slice property selinux-context selinux-apifs-context personality ' +
    'user settings network-interface network-macvlan network-ipvlan network-veth-extra network-bridge network-zone ' +
    'network-namespace-path port kill-signal capability drop-capability ambient-capability bind bind-ro inaccessible tmpfs ' +
    'overlay overlay-ro setenv chdir pivot-root system-call-filter rlimit oom-score-adjust cpu-affinity no-new-privileges ' +
    'resolv-conf timezone link-journal bind-user console background'
  ).split(' '),
);
const shortWithValue = 'DuMLSZipEP';

/** The settings of a container: those of its command line, and those of its file, of which the stronger stand last. */
export function nspawnSettings(args: readonly string[], file: Fact<string> | undefined): Settings {
  const given = fromArguments(args);
  const kept = typeof file === 'string' ? fromFile(file) : [];
  switch (lastOf(given, 'Settings')) {
    case 'no':
    case 'false':
      return given;
    case 'override':
      return [...given, ...kept];
    default:
      return [...kept, ...given];
  }
}

function fromArguments(args: readonly string[]): Settings {
  const found: [string, string][] = [];
  for (let at = 1; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-') || arg === '--') break;
    let [, name = '', value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === '') {
      const letter = arg.charAt(1);
      name = short[letter] ?? '';
      if (name.includes('=')) [name = '', value] = name.split('=');
      else if (shortWithValue.includes(letter)) value = arg.length > 2 ? arg.slice(2) : args[(at += 1)];
      // Letters without a value may stand together (`-nq`); of those only the network and users count.
      else
        for (const other of arg.slice(1)) if (other === 'n' && letter !== 'n') found.push(['Private', 'yes']);
    } else if (value === undefined && withValue.has(name)) value = args[(at += 1)];
    const setting = options[name];
    if (setting !== undefined) found.push([setting, text(value ?? 'yes') ?? '']);
    if (name === 'rlimit' || name === 'property') found.push(assignment(name, value ?? ''));
  }
  return found;
}

/** `--rlimit=NOFILE=1:2`, `--property=MemoryMax=1G`. */
function assignment(option: string, given: string): [string, string] {
  const at = given.indexOf('=');
  const name = given.slice(0, at).replace(/^RLIMIT_/, '');
  return [option === 'rlimit' ? `Limit${name.toUpperCase()}` : name, given.slice(at + 1)];
}

const fromFile = (text: string): Settings =>
  text.split('\n').flatMap((line) => {
    const setting = settingOf(line);
    return setting ? [setting] : [];
  });

const isYes = (text: string | undefined): boolean => text !== undefined && /^(yes|true|on|1)$/i.test(text);

/** What systemd-nspawn leaves to every container (systemd-nspawn(1), `--capability`). */
const usual = [
  ...[
    'AUDIT_CONTROL',
    'AUDIT_WRITE',
    'CHOWN',
    'DAC_OVERRIDE',
    'DAC_READ_SEARCH',
    'FOWNER',
    'FSETID',
    'IPC_OWNER',
  ],
  ...[
    'KILL',
    'LEASE',
    'LINUX_IMMUTABLE',
    'MKNOD',
    'NET_BIND_SERVICE',
    'NET_BROADCAST',
    'NET_RAW',
    'SETFCAP',
    'SETGID',
  ],
  ...['SETPCAP', 'SETUID', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_CHROOT', 'SYS_NICE', 'SYS_PTRACE', 'SYS_RESOURCE'],
  'SYS_TTY_CONFIG',
].map((name) => `CAP_${name}`);

/** The posture that settings of systemd-nspawn ask for. */
export function nspawnPosture(settings: Settings, all: Fact<string[]>): Posture {
  const network = networkOf(settings);
  const users = usersOf(settings);
  const mappings = users ?? identity;
  const user = lastOf(settings, 'User');
  const uid = user === undefined || user === 'root' ? 0 : /^\d{1,9}$/.test(user) ? Number(user) : silent;
  const bounding = capabilities(settings, all, network !== 'host');
  const inForce = uid === 0 ? bounding : silent;
  const memory = limitOf(lastOf(settings, 'MemoryMax'));
  const percent = /^(\d{1,6})%$/.exec(lastOf(settings, 'CPUQuota') ?? '')?.[1];
  return {
    schema: 'shoji.posture/1',
    namespaces: {
      ...(Object.fromEntries(
        namespaceTypes.map((type: NamespaceType) => [type, 'own']),
      ) as Posture['namespaces']),
      network,
      time: 'host',
      user: users === null ? 'host' : 'own',
    },
    user: {
      uid,
      gid: uid === 0 ? 0 : silent,
      additionalGids: silent,
      hostUid:
        typeof uid === 'number' && Array.isArray(mappings) ? (ownerOf(uid, mappings) ?? silent) : silent,
      uidMappings: mappings,
      gidMappings: mappings,
      noNewPrivileges: isYes(lastOf(settings, 'NoNewPrivileges')),
    },
    capabilities: { bounding, permitted: inForce, effective: inForce, inheritable: silent, ambient: silent },
    seccomp: { mode: 'filter', filters: silent },
    lsm: { apparmor: silent, selinux: declaredSelinux(lastOf(settings, 'SELinuxContext')) },
    cgroups: {
      version: silent,
      memory: { limit: memory, swap: silent, high: silent, boundAt: silent },
      cpu: {
        quota: percent === undefined ? null : Number(percent) * 1000,
        period: percent === undefined ? null : 100_000,
        weight: silent,
        cpus: null,
      },
      pids: { limit: limitOf(lastOf(settings, 'TasksMax')), boundAt: silent },
      io: { weight: silent, limits: silent },
      devices: silent,
      writable: silent,
    },
    rlimits: Object.fromEntries(
      rlimitNames.map((name) => [name, rlimitOf(lastOf(settings, `Limit${name.toUpperCase()}`))]),
    ) as Posture['rlimits'],
    filesystem: {
      root:
        lastOf(settings, 'Volatile') === undefined
          ? { type: 'undeclared', readonly: isYes(lastOf(settings, 'ReadOnly')), lowerLayers: null }
          : silent,
      mounts: mountsOf(settings),
      maskedPaths: silent,
      readonlyPaths: silent,
      exposedPaths: silent,
      devices: silent,
    },
  };
}

function networkOf(settings: Settings): Posture['namespaces']['network'] {
  if (lastOf(settings, 'NamespacePath') !== undefined) return { unreadable: 'joins a namespace by path' };
  const links = ['VirtualEthernetExtra', 'Bridge', 'Zone', 'MACVLAN', 'IPVLAN', 'Interface'];
  const own =
    isYes(lastOf(settings, 'Private')) ||
    isYes(lastOf(settings, 'VirtualEthernet')) ||
    links.some((link) => lastOf(settings, link) !== undefined);
  return own ? 'own' : 'host';
}

/** `null` = the host's users; which ids it picks, systemd-nspawn says nowhere. */
function usersOf(settings: Settings): Fact<IdMapping[]> | null {
  const users = lastOf(settings, 'PrivateUsers');
  if (users === undefined || /^(no|false|off|0)$/i.test(users)) return null;
  if (users === 'identity') return [{ containerId: 0, hostId: 0, size: 65_536 }];
  const [base = '', size = '65536'] = users.split(':');
  const range = rangeOf(['0', base, size]);
  return range ? [range] : silent;
}

function capabilities(settings: Settings, all: Fact<string[]>, network: boolean): Fact<string[]> {
  if (!Array.isArray(all)) return all;
  const named = (key: string) => allOf(settings, key).flatMap((value) => value.split(/[\s,]+/));
  const [added, dropped] = [named('Capability'), named('DropCapability')];
  if (dropped.includes('all')) return [];
  const given = added.includes('all') ? all : [...usual, ...(network ? ['CAP_NET_ADMIN'] : []), ...added];
  return sortedSet(given.filter((name) => all.includes(name) && !dropped.includes(name)));
}

/** What systemd-nspawn binds into every container, as far as its setting up asks for it. */
const builtIn = [
  '/etc/localtime',
  '/etc/resolv.conf',
  '/run/host/incoming',
  '/run/host/os-release',
  '/run/host/unix-export',
];

function mountsOf(settings: Settings): Mount[] {
  const bind = (text: string, readonly: boolean) => {
    const [from = '', to, more = ''] = text.replace(/^[+-]/, '').split(':');
    const words = more.split(',').filter((word) => word !== '');
    return {
      source: from,
      destination: to === undefined || to === '' ? from : to,
      type: 'bind',
      options: [...words, ...(readonly ? ['ro'] : []), words.includes('norbind') ? 'bind' : 'rbind'],
    };
  };
  return declaredMounts([
    ...allOf(settings, 'Bind').map((text) => bind(text, false)),
    ...allOf(settings, 'BindReadOnly').map((text) => bind(text, true)),
    ...allOf(settings, 'TemporaryFileSystem').map((text) => ({
      destination: text.split(':')[0],
      type: 'tmpfs',
      options: text.split(':')[1]?.split(',') ?? [],
    })),
    ...builtIn.map((destination) => ({ destination, type: 'bind', options: ['bind'] })),
  ]);
}
