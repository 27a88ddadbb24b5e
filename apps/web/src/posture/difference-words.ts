import { bytes, number } from '../words/format';
import { reading } from './document';
import { rlimits, rlimitText } from './limits';

const names: Record<string, string> = {
  'user.uid': 'User',
  'user.gid': 'Group',
  'user.additionalGids': 'Further groups',
  'user.uidMappings': 'User ids on the host',
  'user.gidMappings': 'Group ids on the host',
  'user.hostUid': 'User on the host',
  'user.noNewPrivileges': 'No new privileges',
  'cgroups.memory.limit': 'Memory',
  'cgroups.memory.swap': 'Swap',
  'cgroups.version': 'Cgroup version',
  'cgroups.memory.high': 'Memory, throttled at',
  'cgroups.memory.boundAt': 'Memory, limited by',
  'cgroups.cpu.quota': 'Processor time',
  'cgroups.cpu.weight': 'Processor weight',
  'cgroups.cpu.cpus': 'Processors',
  'cgroups.pids.limit': 'Processes',
  'cgroups.pids.boundAt': 'Processes, limited by',
  'cgroups.io.weight': 'Disk weight',
  'cgroups.io.limits': 'Disk throttles',
  'cgroups.devices': 'Devices it may use',
  'cgroups.writable': 'Writes its cgroup',
  'seccomp.mode': 'System call filter',
  'seccomp.filters': 'System call filters in force',
  'seccomp.profile': 'System call profile',
  'lsm.apparmor': 'AppArmor',
  'lsm.selinux': 'SELinux',
  'filesystem.root': 'Root file system',
  'filesystem.mounts': 'Mount',
  'filesystem.maskedPaths': 'Masked paths',
  'filesystem.readonlyPaths': 'Read-only paths',
  'filesystem.exposedPaths': 'Paths that lie open',
  'filesystem.devices': 'Device nodes',
  'traits.deviations': 'Process with other walls',
  'traits.ports': 'Published port',
  'traits.systemCalls': 'Calls that the filter lets through',
  'traits.restart': 'Started again',
  'traits.healthCheck': 'Health check',
  'traits.cgroupParent': 'Cgroup put below',
  'traits.sysctls': 'Settings of the kernel made for it',
  'traits.deviceRules': 'Devices it may use, as its runtime set them',
};

/** What a person calls the fact at a path of the posture (`cgroups.memory.limit`: Memory). */
export function factName(field: string): string {
  const known = names[field];
  if (known !== undefined) return known;
  const [section, name = ''] = field.split('.');
  if (section === 'namespaces') return `${capital(name)} namespace`;
  if (section === 'capabilities') return `Capabilities, ${name}`;
  if (section === 'rlimits') return `Limit of ${rlimits.find(({ id }) => id === name)?.what ?? name}`;
  return field;
}

const capital = (word: string): string =>
  ['ipc', 'pid', 'uts'].includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);

/** Both sides of a difference in words. Of two lists, each side shows what the other has not. */
export function sidesInWords(field: string, declared: unknown, effective: unknown): [string, string] {
  if (isNames(declared) && isNames(effective))
    return [listWords(declared, effective), listWords(effective, declared)];
  return [inWords(field, declared), inWords(field, effective)];
}

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function listWords(these: string[], others: string[]): string {
  const own = these.filter((name) => !others.includes(name));
  const shared = these.length - own.length;
  if (these.length === 0) return 'none';
  if (own.length === 0) return `${number(shared)}, all on the other side, too`;
  return shared === 0 ? own.join(', ') : `${own.join(', ')}, and ${number(shared)} that both have`;
}

function inWords(field: string, value: unknown): string {
  const read = reading(value);
  if (read.kind === 'unreadable') return `unknown, ${read.reason}`;
  if (read.kind === 'unsupported') return `not there: ${read.reason}`;
  return valueWords(field, read.value);
}

function valueWords(field: string, value: unknown): string {
  if (value === null && field === 'traits.cgroupParent') return 'its runtime’s own';
  if (value === null) return field.startsWith('cgroups.') && !/boundAt$/.test(field) ? 'no limit' : 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberWords(field, value);
  if (typeof value === 'string') return relations[value] ?? value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(itemWords).join(', ');
  return objectWords(field, value as Record<string, unknown>);
}

const relations: Record<string, string> = {
  own: 'its own',
  host: 'the host’s',
  container: 'another container’s',
};

function numberWords(field: string, value: number): string {
  if (field.startsWith('cgroups.memory.')) return bytes(value);
  if (field === 'cgroups.cpu.quota') return `${number(value)} µs a period`;
  return field.startsWith('user.') ? String(value) : number(value);
}

function objectWords(field: string, value: Record<string, unknown>): string {
  if ('soft' in value && 'hard' in value) {
    const unit = rlimits.find(({ id }) => `rlimits.${id}` === field)?.unit ?? 'count';
    const limit = (of: unknown) => rlimitText(typeof of === 'number' ? of : null, unit);
    return `${limit(value.soft)}, at most ${limit(value.hard)}`;
  }
  if (field === 'filesystem.root') return value.readonly === true ? 'read-only' : 'writable';
  if ('retries' in value)
    return typeof value.retries === 'number' && value.policy !== 'no'
      ? `${String(value.policy)}, at most ${number(value.retries)} times`
      : String(value.policy);
  if ('profile' in value) return `${String(value.profile)}, ${String(value.mode)}`;
  return itemWords(value);
}

/** A mount, a device node, a rule, a mapping, a label, or whatever a later version puts there. */
function itemWords(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { destination, source, type, readonly, options, path, containerId, hostId, size, ...rest } =
    item as Record<string, unknown>;
  if (typeof destination === 'string') {
    const behind = typeof source === 'string' ? source : String(type);
    const words = Array.isArray(options) ? options.map(String) : [];
    return [`${behind} at ${destination}`, readonly === true ? 'read-only' : 'writable', ...words].join(', ');
  }
  if (typeof path === 'string') return path;
  if (typeof rest.difference === 'string')
    return `${typeof rest.exe === 'string' ? rest.exe : 'a process'}: ${rest.difference}`;
  if (typeof rest.containerPort === 'number')
    return `${String(rest.hostAddress)}:${String(rest.hostPort)} to ${rest.containerPort}/${String(rest.protocol)}`;
  if (typeof containerId === 'number') return `${containerId} to ${String(hostId)}, ${String(size)} ids`;
  if ('access' in rest)
    return `${String(type)} ${star(rest.major)}:${star(rest.minor)} ${String(rest.access)}`;
  if ('level' in rest)
    return `${String(rest.user)}:${String(rest.role)}:${String(type)}:${String(rest.level)}`;
  return JSON.stringify(item);
}

const star = (value: unknown): string => (typeof value === 'number' ? String(value) : '*');
