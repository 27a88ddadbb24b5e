import { posix } from 'node:path';
import { fields, text } from '../runtimes/fields.js';

/**
 * The lists of containers that podman's storages had (`…/overlay-containers/containers.json`), put together from what
 * `podman inspect` told of each container when the host was recorded: text by path on that host.
 */
export function podmanStores(records: readonly unknown[]): Map<string, string> {
  const stores = new Map<string, unknown[]>();
  for (const record of records.map(fields)) {
    const [id, directory] = [text(record.Id), text(record.StaticDir)];
    if (id === undefined || directory === undefined || !directory.endsWith(`/${id}/userdata`)) continue;
    const path = posix.join(directory, '../../containers.json');
    const metadata = JSON.stringify({ 'image-name': record.ImageName, 'image-id': record.Image });
    stores.set(path, [...(stores.get(path) ?? []), { id, names: [record.Name], metadata }]);
  }
  return new Map([...stores].map(([path, containers]) => [path, JSON.stringify(containers)]));
}
