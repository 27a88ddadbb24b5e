import { Option, type Command } from 'commander';
import type { Roots } from './read/snapshot.js';

const option = (name: string, fallback: string, what: string) =>
  new Option(`--path.${name} <dir>`, `where the host's ${what} is mounted`)
    .env(`SHOJI_PATH_${name.toUpperCase()}`)
    .default(fallback);

/** The flags of a command that say where the host's trees hang. */
export const addRootOptions = (command: Command): Command =>
  command
    .addOption(option('procfs', '/proc', '/proc'))
    .addOption(option('sysfs', '/sys', '/sys'))
    .addOption(option('rootfs', '/', 'root directory'));

/** What they say. */
export interface RootFlags {
  'path.procfs': string;
  'path.sysfs': string;
  'path.rootfs': string;
}

export const rootsOf = (flags: RootFlags): Roots => ({
  procfs: flags['path.procfs'],
  sysfs: flags['path.sysfs'],
  rootfs: flags['path.rootfs'],
});
