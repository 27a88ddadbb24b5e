import { unreadable, type HostRuntime, type HostSetting } from '@shoji/posture';
import { codeOf, reasonOf } from '../../read/files.js';
import { TomlError } from './toml.js';

/** What `configuration` of a runtime holds. */
export type Settings = Record<string, HostSetting>;
export type Configuration = HostRuntime['configuration'];

/**
 * A configured value as a setting: switches, counts and words stay, a list of words is parted by spaces, everything else
 * is JSON. Cut to what the schema takes.
 */
export function settingOf(value: unknown): string | boolean | number {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  const words = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const text =
    typeof value === 'string' ? value : words ? value.join(' ') : (JSON.stringify(value) ?? String(value));
  return text.slice(0, 4096).toWellFormed();
}

/** The settings with their keys in order, so that equal hosts have equal documents. */
export const sorted = (settings: Iterable<readonly [string, HostSetting]>): Settings =>
  Object.fromEntries([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Settings by `read`, or why there are none: the errno, or the line that could not be understood. */
export function configured(path: string, read: () => Settings): Configuration {
  try {
    return read();
  } catch (error) {
    const why = error instanceof TomlError ? `not understood at ${error.message}` : reasonOf(error);
    return unreadable(`${path}: ${why}`.slice(0, 200).toWellFormed());
  }
}

/** What `read` gives, `null` where the file or directory is not there. @throws every other error. */
export function ifThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
