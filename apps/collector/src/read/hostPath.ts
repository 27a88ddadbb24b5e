import { codeOf, systemError, type Files } from './files.js';

/** Joins a path of the host to the root it hangs below. */
export const below = (rootfs: string, path: string): string => (rootfs === '/' ? path : rootfs + path);

/** As many links as the kernel follows in one path (path_resolution(7)). */
const maxLinks = 40;

/**
 * Where a path of the host lies for us, with its links followed as the host would: an absolute link of a mounted tree
 * would otherwise lead into our own. Only for the host's own tree, where no container makes links.
 * @throws the system's error of a part that may not be looked at, and `ELOOP`. A part that is not there stays as it is.
 */
export function hostPath(files: Files, rootfs: string, path: string): string {
  if (rootfs === '/') return path;
  let done = '';
  let ahead = path.split('/');
  for (let links = 0; ahead.length > 0;) {
    const [name = '', ...rest] = ahead;
    ahead = rest;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      done = done.slice(0, Math.max(0, done.lastIndexOf('/')));
      continue;
    }
    const target = linkAt(files, below(rootfs, `${done}/${name}`));
    if (target === null) {
      done = `${done}/${name}`;
      continue;
    }
    if (++links > maxLinks) throw systemError('ELOOP', path);
    if (target.startsWith('/')) done = '';
    ahead = [...target.split('/'), ...ahead];
  }
  return below(rootfs, done === '' ? '/' : done);
}

/** `null` where there is no link. */
function linkAt(files: Files, path: string): string | null {
  try {
    return files.readLink(path);
  } catch (error) {
    if (['EINVAL', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}
