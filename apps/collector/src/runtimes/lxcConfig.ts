import { dirname } from 'node:path/posix';
import type { Files } from '../read/files.js';
import { text as cut } from './fields.js';

/** Lines of a configuration in their order, those of included files in the place of the include. */
export type Settings = readonly (readonly [key: string, value: string])[];

const maxText = 1024 * 1024;
const maxFiles = 64;

/** Directories of LXC's own settings: the distribution's, and those that Incus and LXD bring. */
const own = ['/usr/share/lxc/', '/etc/lxc/', '/opt/incus/share/lxc/', '/snap/lxd/'];

/**
 * Reads the configuration of an LXC container (lxc.container.conf(5)) from `path`. Files are included from LXC's own
 * directories and the container's alone: whoever writes a configuration may name any path. `null` where a part of it
 * cannot be read, for an unread line may undo any other.
 */
export function readLxcConfig(files: Files, rootfs: (path: string) => string, path: string): Settings | null {
  const trusted = [...own, `${dirname(path)}/`];
  const settings: [string, string][] = [];
  let read = 0;

  const file = (path: string): boolean => {
    if ((read += 1) > maxFiles) return false;
    let text: string;
    try {
      text = files.readText(rootfs(path), maxText);
    } catch {
      return false;
    }
    return text.split('\n').every((line) => {
      const setting = settingOf(line);
      if (setting?.[0] === 'lxc.include') return include(setting[1]);
      if (setting) settings.push(setting);
      return true;
    });
  };
  const include = (path: string): boolean => {
    if (path.includes('/../') || !trusted.some((directory) => path.startsWith(directory))) return false;
    let names: string[];
    try {
      names = files.readDir(rootfs(path.replace(/\/$/, '')));
    } catch {
      return file(path);
    }
    const parts = names.filter((name) => name.endsWith('.conf')).sort();
    return parts.every((name) => file(`${path.replace(/\/$/, '')}/${name}`));
  };
  return file(path) ? settings : null;
}

/** A line `key = value`; `null` for any other, and for a comment. */
export function settingOf(line: string): [key: string, value: string] | null {
  const at = line.indexOf('=');
  const key = line.slice(0, Math.max(at, 0)).trim();
  if (!/^[A-Za-z][\w./-]{0,255}$/.test(key)) return null;
  const value = line.slice(at + 1).trim();
  const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [key, cut(quoted ? value.slice(1, -1) : value) ?? ''];
}

/** The last value of a key; an empty one undoes those before it. */
export const lastOf = (settings: Settings, key: string): string | undefined =>
  settings.findLast(([name]) => name === key)?.[1] || undefined;

/** All values of a key since it was last emptied. */
export function allOf(settings: Settings, key: string): string[] {
  const values = settings.filter(([name]) => name === key).map(([, value]) => value);
  return values.slice(values.lastIndexOf('') + 1);
}
