import { unreadable } from '@shoji/posture';
import { reasonOf, type Files } from '../../read/files.js';
import { hostPath } from '../../read/hostPath.js';
import { sorted, type Settings } from './settings.js';

/**
 * Who may give a runtime orders through a Unix socket: `socket:PATH` is `MODE OWNER:GROUP`, `socket:PATH users` are the
 * people in that group by the host's own files (group(5), passwd(5)), in order; `''` = nobody. What a directory service
 * adds to a group is not seen. A socket that is not there is no setting.
 */
export function socketAccess(files: Files, rootfs: string, path: string): Settings {
  const key = `socket:${path}`;
  let permissions;
  try {
    permissions = files.permissions(hostPath(files, rootfs, path));
  } catch (error) {
    const reason = reasonOf(error);
    return reason === 'ENOENT' ? {} : { [key]: unreadable(reason) };
  }
  const { mode, uid, gid } = permissions;
  const names = (file: string): string[][] =>
    files
      .readText(hostPath(files, rootfs, file), 4 * 1024 * 1024)
      .split('\n')
      .map((line) => line.split(':'));
  const bits = mode.toString(8).padStart(4, '0');
  try {
    const people = names('/etc/passwd');
    const groups = names('/etc/group');
    const owner = people.find(([, , id]) => id === String(uid))?.[0] ?? uid;
    const group = groups.find(([, , id]) => id === String(gid));
    const members = (group?.[3] ?? '').trim().split(',').filter(Boolean);
    const primary = people.flatMap(([name = '', , , id]) => (id === String(gid) ? [name] : []));
    return sorted([
      [key, `${bits} ${owner}:${group?.[0] ?? gid}`],
      // Root may connect in any case.
      [
        `${key} users`,
        [...new Set([...members, ...primary])]
          .filter((name) => name !== 'root')
          .sort()
          .join(' ')
          .slice(0, 4096)
          .toWellFormed(),
      ],
    ]);
  } catch (error) {
    return { [key]: `${bits} ${uid}:${gid}`, [`${key} users`]: unreadable(reasonOf(error)) };
  }
}
