import { unreadable, type Fact, type Instance, type Restart } from '@shoji/posture';
import { reasonOf, type Files } from '../read/files.js';
import { hostPath } from '../read/hostPath.js';
import type { Settings } from './lxcConfig.js';

/** Directories in which Incus and LXD have LXC keep their containers, with those where they write its configuration. */
const homes: Record<string, string[]> = {
  '/var/lib/incus/containers': ['/run/incus', '/var/log/incus', '/var/lib/incus/logs'],
  '/var/lib/lxd/containers': ['/var/log/lxd', '/var/lib/lxd/logs'],
  '/var/snap/lxd/common/lxd/containers': ['/var/snap/lxd/common/lxd/logs'],
};
const maxBackup = 4 * 1024 * 1024;

/** What Incus or LXD calls an instance. */
export interface IncusNaming {
  name: string;
  image: Instance['image'];
  labels: Instance['labels'];
}

/** A container by what LXC's monitor says of it. */
export interface Monitored {
  /** Directory of all containers (`/var/lib/lxc`). */
  lxcPath: string;
  name: string;
}

/** LXC's monitor writes `[lxc monitor] LXCPATH NAME` over its arguments once the container runs; `null` for all else. */
export function monitored(supervisor: string): Monitored | null {
  const [, lxcPath, name] =
    /^\[lxc monitor\] (\/[^\s\0]{1,1024}) ([\w.@:-]{1,255})\0*$/.exec(supervisor) ?? [];
  return lxcPath === undefined || name === undefined || /^\.+$/.test(name) ? null : { lxcPath, name };
}

/** Whether Incus or LXD had LXC start it. */
export const isOfIncus = ({ lxcPath }: Monitored): boolean => Object.hasOwn(homes, lxcPath);

/** Where the configuration may stand that a container was started from, the likeliest first. */
export const configurationsOf = ({ lxcPath, name }: Monitored): string[] =>
  homes[lxcPath]?.map((directory) => `${directory}/${name}/lxc.conf`) ?? [`${lxcPath}/${name}/config`];

/** Where Incus keeps what an instance is, beside its root: the instance does not reach there. */
export const backupPath = (files: Files, rootfs: string, { lxcPath, name }: Monitored): string =>
  hostPath(files, rootfs, `${lxcPath}/${name}/backup.yaml`);

function backupOf(files: Files, rootfs: string, container: Monitored): string | null {
  try {
    return files.readText(backupPath(files, rootfs, container), maxBackup);
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

/**
 * What LXC was asked for, with the host's directories in place of the daemon's own names for them, and with those that
 * were put in while it ran.
 */
export function withDisks(settings: Settings, files: Files, rootfs: string, container: Monitored): Settings {
  const backup = backupOf(files, rootfs, container);
  if (backup === null) return settings;
  const { lxcPath, name } = container;
  const staged = `${lxcPath.replace(/containers$/, 'devices')}/${name}/disk.`;
  return [
    ...settings.filter(([key, value]) => key !== 'lxc.mount.entry' || !value.startsWith(staged)),
    ...disksOf(backup).map(
      ({ source, path, readonly }) =>
        ['lxc.mount.entry', `${source} ${path} none bind${readonly ? ',ro' : ''} 0 0`] as const,
    ),
  ];
}

/** A section of a backup with its heading: what is set for an instance itself or by its profiles; `undefined` = it has none. */
export const backupSection = (
  backup: string,
  name: 'expanded_config' | 'expanded_devices',
): string | undefined => new RegExp(`^ +${name}:(?: \\{\\})?\\n(?: {4}.*\\n)*`, 'm').exec(backup)?.[0];

/** Directories and files of the host among the devices of an instance, its profiles' included. */
function disksOf(backup: string): { source: string; path: string; readonly: boolean }[] {
  return (backupSection(backup, 'expanded_devices') ?? '').split(/^ {4}(?=\S)/m).flatMap((device) => {
    const value = (key: string) =>
      new RegExp(`^ {6}${key}: (.{1,4096})$`, 'm').exec(device)?.[1]?.replace(quoted, '$2');
    const [source, path] = [value('source'), value('path')];
    return value('type') === 'disk' && source?.startsWith('/') && path !== undefined
      ? [{ source, path, readonly: value('readonly') === 'true' }]
      : [];
  });
}

/** Whether Incus starts it again when it fails (`boot.autorestart`), as its profiles have it, too; LXD starts none again. */
export function restartOf(files: Files, rootfs: string, container: Monitored): Fact<Restart> {
  const settings = backupSection(backupOf(files, rootfs, container) ?? '', 'expanded_config');
  if (settings === undefined) return unreadable('what Incus keeps of it could not be read');
  const value = /^ {4}boot\.autorestart: (.*)$/m.exec(settings)?.[1]?.replace(quoted, '$2');
  return value !== undefined && /^(true|1|yes|on)$/i.test(value)
    ? { policy: 'on-failure', retries: null }
    : { policy: 'no', retries: 0 };
}

const quoted = /^(["'])(.*)\1$/;

/** What Incus calls an instance; `null` for a container of LXC's own. */
export function incusNaming(files: Files, rootfs: string, container: Monitored): IncusNaming | null {
  if (!isOfIncus(container)) return null;
  const { name } = container;
  const backup = backupOf(files, rootfs, container);
  if (backup === null) return { name, image: null, labels: {} };
  const value = (key: string): string | null => {
    // The instance stands before its snapshots, which have the same keys.
    const found = new RegExp(`^ +${key.replace('.', '\\.')}: (.{1,4096})$`, 'm').exec(backup)?.[1];
    return found?.replace(quoted, '$2').toWellFormed() ?? null;
  };
  const project = value('project') ?? 'default';
  const [reference, digest] = [value('image.description'), value('volatile.base_image')];
  return {
    // Instances of other projects than the first bear its name before their own.
    name: name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name,
    image: reference === null && digest === null ? null : { reference, digest },
    labels: project === 'default' ? {} : { 'incus.project': project },
  };
}
