import { unreadable } from '@shoji/posture';
import { reasonOf, type Files } from '../../read/files.js';
import { dockerFlags, dockerSettings } from './dockerConfiguration.js';
import type { Settings } from './settings.js';
import { socketAccess } from './socketAccess.js';
import { configurationText } from './tomlConfiguration.js';

/** What a docker daemon was told, and the Unix sockets of the host on which it takes orders. */
export interface DockerConfiguration {
  settings: Settings;
  sockets: string[];
}

/** daemon.json joined with the arguments of a daemon that reads the files of the host, and who may use its sockets. */
export function dockerConfiguration(
  files: Files,
  rootfs: string,
  args: readonly string[],
): DockerConfiguration {
  const flags = dockerFlags(args);
  const path = flags.get('config-file')?.at(-1) ?? '/etc/docker/daemon.json';
  let settings: Settings;
  try {
    settings = dockerSettings(configurationText(files, rootfs, path), flags);
  } catch (error) {
    // What the command line says holds in any case, but is not all.
    const why = error instanceof SyntaxError ? 'no JSON' : reasonOf(error);
    settings = { ...dockerSettings(null, flags), [`file:${path}`]: unreadable(why) };
  }
  const sockets = socketsOf(typeof settings.hosts === 'string' ? settings.hosts.split(' ') : []);
  for (const socket of sockets) Object.assign(settings, socketAccess(files, rootfs, socket));
  return { settings, sockets };
}

/** Paths of the Unix sockets among `hosts`; without any the daemon has its usual one, and so it has from systemd. */
function socketsOf(hosts: readonly string[]): string[] {
  const usual = '/run/docker.sock';
  if (hosts.length === 0) return [usual];
  const paths = hosts.flatMap((host) =>
    host.startsWith('unix://')
      ? [host.slice('unix://'.length) || usual]
      : host.startsWith('fd://')
        ? [usual]
        : [],
  );
  return [...new Set(paths.map((path) => path.replace(/^\/var\/run\//, '/run/')))].sort();
}
