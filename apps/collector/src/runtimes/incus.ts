import type { Instance } from '@shoji/posture';
import { reasonOf, type Files } from '../read/files.js';
import { below } from '../read/hostPath.js';

/** Directories in which Incus and LXD have LXC keep their containers. */
const homes = /^\/var\/(?:lib\/incus|lib\/lxd|snap\/lxd\/common\/lxd)\/containers$/;
const maxBackup = 4 * 1024 * 1024;

/** What Incus or LXD calls an instance. */
export interface IncusNaming {
  name: string;
  image: Instance['image'];
  labels: Instance['labels'];
}

/**
 * Reads `backup.yaml`, which Incus keeps beside the root of each instance, where the instance does not reach. `supervisor`
 * is the command line of LXC's monitor, which says whose container it is; `null` where it is LXC's own.
 */
export function incusNaming(files: Files, rootfs: string, supervisor: string): IncusNaming | null {
  const [, path = '', name = ''] =
    /^\[lxc monitor\] (\/[^\s\0]{1,1024}) ([\w.@:-]{1,255})\0*$/.exec(supervisor) ?? [];
  if (!homes.test(path) || /^\.+$/.test(name)) return null;
  let backup: string;
  try {
    backup = files.readText(below(rootfs, `${path}/${name}/backup.yaml`), maxBackup);
  } catch (error) {
    reasonOf(error);
    return { name, image: null, labels: {} };
  }
  const value = (key: string): string | null => {
    // The instance stands before its snapshots, which have the same keys.
    const found = new RegExp(`^ +${key.replace('.', '\\.')}: (.{1,4096})$`, 'm').exec(backup)?.[1];
    return found?.replace(/^(["'])(.*)\1$/, '$2').toWellFormed() ?? null;
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
