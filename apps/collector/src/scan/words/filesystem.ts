import { isKnown, type Mount, type Posture } from '@shoji/posture';
import { factLine, inWords, listed, type Line } from './line.js';

/** What it sees of files, and whose they are. */
export function filesystemWords({ filesystem }: Posture): Line[] {
  const { root, mounts, maskedPaths, readonlyPaths, exposedPaths, devices } = filesystem;
  const exposed = isKnown(exposedPaths) && exposedPaths.length > 0;
  return [
    factLine('root', root, ({ type, readonly, lowerLayers }) =>
      [
        type,
        readonly ? 'read-only' : 'writable',
        ...(lowerLayers === null ? [] : [`${lowerLayers} layer${lowerLayers === 1 ? '' : 's'} below`]),
      ].join(', '),
    ),
    ...(isKnown(mounts) && mounts.length > 0
      ? mounts.map((mount, index) => ({ label: index === 0 ? 'mounts' : '', ...mountLine(mount) }))
      : [factLine('mounts', mounts, () => 'only those that every container has')]),
    factLine('masked', maskedPaths, (paths) => listed(paths)),
    factLine('read-only', readonlyPaths, (paths) => listed(paths)),
    factLine('exposed', exposedPaths, (paths) => listed(paths), exposed ? 'warn' : undefined),
    factLine('devices', devices, (nodes) =>
      listed(
        nodes.map(({ path, type }) => (type === 'b' ? `${path} (block)` : path)),
        'no node in /dev',
      ),
    ),
  ];
}

function mountLine(mount: Mount): Omit<Line, 'label'> {
  const { destination, source, type, readonly, options, propagation, fromHost } = mount;
  const whose = inWords(fromHost, (host) =>
    !host ? '' : source === null ? "the host's, its place not told" : `the host's ${source}`,
  );
  const flags = [
    readonly ? 'read-only' : 'writable',
    ...options,
    ...(propagation === 'private' ? [] : [propagation]),
  ];
  const text = `${destination}${whose === '' ? '' : ` ← ${whose}`}  (${type}, ${flags.join(', ')})`;
  return fromHost === true && !readonly ? { text, colour: 'warn' } : { text };
}
