import { systemError, type DeviceListing, type Files, type Permissions } from '../files.js';

/** A host made of strings: texts, links and errors by path. What is not named is not there. */
export interface FakeHost {
  texts: Record<string, string>;
  links?: Record<string, string>;
  /** Errno by path, for reading, linking and listing alike. */
  errors?: Record<string, string>;
  devices?: Record<string, DeviceListing>;
  permissions?: Record<string, Permissions>;
}

/** Files of a fake host; later changes of the host show at once. */
export function fakeFiles(host: FakeHost): Files {
  const refuse = (path: string): never => {
    throw systemError(host.errors?.[path] ?? 'ENOENT', path);
  };
  const all = () => [...Object.keys(host.texts), ...Object.keys(host.links ?? {})];
  return {
    readText: (path) =>
      host.errors?.[path] === undefined ? (host.texts[path] ?? refuse(path)) : refuse(path),
    readLink: (path) =>
      host.errors?.[path] === undefined ? (host.links?.[path] ?? refuse(path)) : refuse(path),
    readDir: (path) => {
      const prefix = `${path}/`;
      const names = all().flatMap((at) =>
        at.startsWith(prefix) ? [at.slice(prefix.length).split('/')[0] ?? ''] : [],
      );
      return names.length > 0 ? [...new Set(names)] : refuse(path);
    },
    exists: (path) => all().some((at) => at === path || at.startsWith(`${path}/`)),
    version: (path) =>
      host.texts[path] ?? (all().some((at) => at.startsWith(`${path}/`)) ? 'directory' : refuse(path)),
    permissions: (path) => host.permissions?.[path] ?? refuse(path),
    deviceNodes: (root) => host.devices?.[root] ?? refuse(`${root}/dev`),
  };
}
