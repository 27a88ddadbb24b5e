import type { Files } from '../../read/files.js';
import { hostPath } from '../../read/hostPath.js';
import { ifThere, settingOf, sorted, type Settings } from './settings.js';
import { parseToml, type TomlTable, type TomlValue } from './toml.js';

const maxText = 1024 * 1024;

/** Text of a configuration file of the host, `null` where there is none. @throws the system's error. */
export const configurationText = (files: Files, rootfs: string, path: string): string | null =>
  ifThere(() => files.readText(hostPath(files, rootfs, path), maxText));

/** A TOML file of the host, empty where there is none. @throws {TomlError}, or the system's error. */
export const tomlFile = (files: Files, rootfs: string, path: string): TomlTable =>
  parseToml(configurationText(files, rootfs, path) ?? '');

/** Paths of the drop-ins in a directory that end so, in the order in which they count; none where it is not there. */
export const dropIns = (files: Files, rootfs: string, directory: string, suffix: string): string[] =>
  (ifThere(() => files.readDir(hostPath(files, rootfs, directory))) ?? [])
    .filter((name) => name.endsWith(suffix) && !name.startsWith('.'))
    .sort()
    .map((name) => `${directory}/${name}`);

/**
 * The settings that `wanted` names (`containers/pids_limit`), of documents where a later one wins. A part of a name that
 * is `*` matches every key.
 */
export function pick(documents: readonly TomlTable[], wanted: readonly string[]): Settings {
  const found = new Map<string, string | boolean | number>();
  for (const document of documents) for (const path of wanted) collect(document, path.split('/'), [], found);
  return sorted(found);
}

function collect(
  value: TomlValue | undefined,
  [key, ...rest]: readonly string[],
  name: readonly string[],
  into: Map<string, string | boolean | number>,
): void {
  if (value === undefined) return;
  if (key === undefined) {
    into.set(name.join('.').slice(0, 4096), settingOf(value));
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    const keys = key === '*' ? Object.keys(value).slice(0, 64) : [key];
    for (const each of keys) collect(value[each], rest, [...name, each.toWellFormed()], into);
  }
}
