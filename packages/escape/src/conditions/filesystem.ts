import { describeMount, hostMounts, isUnreadable, type HostMount } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Condition } from '../path.js';
import { several } from './several.js';

/**
 * The container sees a path of the host that `find` names, through a mount of it or of a directory above it. `find` gets
 * the host's path without links and the mount; it answers what is there, or nothing.
 */
export const seesOfHost = (
  find: (source: string, mount: HostMount['mount']) => string | undefined,
  nothing: string,
): Condition =>
  condition({
    wall: 'filesystem',
    reads: { mounts: (c) => c.filesystem.mounts },
    considers: { namespace: (c) => c.namespaces.mount },
    unsupported: pierce('this kernel has no mount namespaces: the tree is the host’s'),
    answer: ({ mounts, namespace }) => {
      if (namespace === 'host') return pierce('its tree is the host’s');
      const items = hostMounts(mounts).flatMap((item) => {
        const found = item.source === null ? 'it may be one' : find(item.source, item.mount);
        return found === undefined ? [] : [{ ...item, text: `${describeMount(item)}: ${found}` }];
      });
      const certain = items.filter((item) => item.certain);
      const shown = certain.length > 0 ? certain : items;
      const text = several(
        shown.map((item) => item.text),
        '; ',
      );
      if (shown.length > 0) return certain.length > 0 ? pierce(text) : unsure(text);
      if (isUnreadable(namespace))
        return unsure(`whether its tree is the host’s could not be read: ${namespace.unreadable}`);
      return stop(nothing);
    },
  });

/** A path of /proc or /sys that runtimes cover is open for writing. */
export const kernelPathExposed = (...paths: readonly string[]): Condition =>
  condition({
    wall: 'filesystem',
    reads: { exposed: (c) => c.filesystem.exposedPaths },
    unsupported: stop('this kernel has none of these files'),
    answer: ({ exposed }) => {
      const found = paths.find((path) => exposed.includes(path));
      return found
        ? pierce(`${found} is not covered`)
        : stop(`${paths.join(' and ')} ${paths.length === 1 ? 'is' : 'are'} covered or read-only`);
    },
  });
