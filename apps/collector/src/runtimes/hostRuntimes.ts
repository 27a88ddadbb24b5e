import { unreadable, type Fact, type HostDocument } from '@shoji/posture';
import { reasonOf, type Files, type Roots } from '../read/files.js';
import { below } from '../read/host.js';
import type { Process } from '../read/processes.js';
import { fields, parseJson } from './fields.js';

type HostRuntime = HostDocument['runtimes'][number];

/** Daemons by the name of their process. */
const daemons: Record<string, string> = {
  dockerd: 'docker',
  containerd: 'containerd',
  crio: 'cri-o',
  'lxc-monitord': 'lxc',
};

/** Settings of dockerd (daemon.json) that change what containers get, or who may reach the daemon. */
const dockerSettings = [
  'authorization-plugins',
  'cgroup-parent',
  'default-cgroupns-mode',
  'experimental',
  'hosts',
  'icc',
  'live-restore',
  'no-new-privileges',
  'seccomp-profile',
  'selinux-enabled',
  'tlsverify',
  'userland-proxy',
  'userns-remap',
];

/** Runtimes that run on the host: one entry a distinct daemon. Versions are not asked for, that takes the daemon's time. */
export function readHostRuntimes(files: Files, roots: Roots, processes: readonly Process[]): HostRuntime[] {
  const found = new Map<string, HostRuntime>();
  for (const { pid, comm } of processes) {
    const name = daemons[comm];
    if (name === undefined) continue;
    const runtime: HostRuntime = {
      name,
      version: unreadable('not asked'),
      configuration: name === 'docker' ? dockerConfiguration(files, roots, pid) : unreadable('not read'),
    };
    found.set(JSON.stringify(runtime), runtime);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, runtime]) => runtime);
}

type Setting = string | boolean | number;

/** daemon.json, with what the command line says instead. */
function dockerConfiguration(
  files: Files,
  { procfs, rootfs }: Roots,
  pid: number,
): HostRuntime['configuration'] {
  const settings: Record<string, Setting> = {};
  const set = (key: string, value: unknown): void => {
    if (!dockerSettings.includes(key)) return;
    if (typeof value === 'boolean') settings[key] = value;
    else
      settings[key] = (typeof value === 'string' ? value : JSON.stringify(value))
        .slice(0, 4096)
        .toWellFormed();
  };
  let commandLine: Fact<string>;
  try {
    commandLine = files.readText(`${procfs}/${pid}/cmdline`);
  } catch (error) {
    return unreadable(reasonOf(error));
  }
  const args = commandLine.split('\0');
  const flag = args.findIndex((arg) => arg === '--config-file');
  const file = flag < 0 ? '/etc/docker/daemon.json' : (args[flag + 1] ?? '');
  try {
    const json = parseJson(files.readText(below(rootfs, file), 1024 * 1024));
    for (const [key, value] of Object.entries(fields(json))) if (value !== null) set(key, value);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'ENOENT') return unreadable(reason);
  }
  const hosts: string[] = [];
  args.forEach((arg, index) => {
    const [, key = '', value] = /^--([a-z-]+)(?:=(.*))?$/.exec(arg) ?? [];
    if (arg === '-H' || arg === '--host') hosts.push(args[index + 1] ?? '');
    else if (key === 'host') hosts.push(value ?? '');
    else if (key)
      set(key, value === undefined || value === 'true' ? true : value === 'false' ? false : value);
  });
  if (hosts.length > 0) set('hosts', hosts.sort().join(' '));
  return settings;
}
