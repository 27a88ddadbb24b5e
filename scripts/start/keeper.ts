/**
 * Outlives a launcher that was killed: ends its processes in order, Postgres last. A shell waits in its place until the
 * launcher's end of the pipe closes, so that it costs no memory meanwhile.
 * Arguments: data directory, and the start time of the launcher it keeps for.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { self } from './process-identity.ts';
import { endLeftovers, readRecord } from './record.ts';

/** Sets a keeper up for this process; killing it dismisses it. */
export function appointKeeper(dataDir: string): ChildProcess {
  const keeper = spawn(
    '/bin/sh',
    ['-c', 'read -r _; exec "$0" "$@"', process.execPath, import.meta.filename, dataDir, self().started],
    { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  keeper.unref();
  keeper.on('error', () => undefined);
  return keeper;
}

if (import.meta.main) {
  const [dataDir = '', launcher] = process.argv.slice(2);
  const record = readRecord(dataDir);
  // A new launcher may have begun already: its processes are not ours to end.
  if (record?.launcher.started === launcher) await endLeftovers(record);
}
