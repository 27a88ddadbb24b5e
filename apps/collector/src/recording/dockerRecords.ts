import { posix } from 'node:path';
import { fields, text } from '../runtimes/fields.js';

/**
 * What docker keeps of the settings of each container (`<data-root>/containers/ID/hostconfig.json`), out of what `docker
 * inspect` told of it when the host was recorded: text by path on that host.
 */
export function dockerRecords(records: readonly unknown[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const record of records.map(fields)) {
    const id = text(record.Id);
    const given = [record.HostnamePath, record.HostsPath, record.ResolvConfPath].map((path) => text(path));
    const directory = given.map((path) => posix.dirname(path ?? '')).find((path) => path.startsWith('/'));
    if (id === undefined || directory === undefined || posix.basename(directory) !== id) continue;
    found.set(posix.join(directory, 'hostconfig.json'), JSON.stringify(fields(record.HostConfig)));
  }
  return found;
}
