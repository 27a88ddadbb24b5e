import { inspectThrough, versionThrough } from '../runtimes/dockerSocket.js';
import type { DeviceListing, Roots } from '../read/files.js';
import { createHostFiles } from '../read/hostFiles.js';
import { createHostReader } from '../read/snapshot.js';
import { readFurther } from './further.js';
import { Notes } from './notes.js';
import { leftOut, redact } from './redact.js';
import { RecordError } from './recordError.js';
import { megabytes, Store } from './store.js';

export interface RecordOptions {
  directory: string;
  roots: Roots;
  collectorVersion: string;
  now: Date;
  /** Bytes that a recording may have. */
  limit: number;
  /** Called with a sentence at each step. */
  progress: (text: string) => void;
}

/** What was recorded. */
export interface Recorded {
  files: number;
  bytes: number;
  containers: number;
  processes: number;
  /** Paths that could not be read but are there, whose errno was recorded. */
  refused: number;
  /** Whether everything beyond today's reading was recorded too. */
  whole: boolean;
}

/**
 * Records one reading of this host: every answer it got, and what later readers may ask, without environments,
 * arguments, secrets and people's labels. @throws {RecordError}; {ReadError} where the host cannot be read.
 */
export async function recordHost(options: RecordOptions): Promise<Recorded> {
  const { roots, limit, progress } = options;
  const store = new Store(options.directory);
  try {
    const notes = new Notes(createHostFiles(roots.procfs), roots);
    progress('Reading the host …');
    const { containers } = await createHostReader({
      roots,
      collectorVersion: options.collectorVersion,
      files: notes.noting,
      inspect: notes.asking(
        (id) => inspectThrough(`${roots.rootfs}/run/docker.sock`.replace('//', '/'), id),
        notes.inspected,
      ),
      askVersion: notes.asking(versionThrough, notes.versions),
    }).read(options.now);
    if (sizeOf(notes) > limit)
      throw new RecordError(
        'too-large',
        `one reading of this host has ${megabytes(sizeOf(notes))}, more than a recording may have (${megabytes(limit)})`,
      );
    progress(`Reading what later versions may ask for (${containers.length} containers so far) …`);
    let whole = true;
    readFurther(notes, roots, () => (whole = sizeOf(notes) <= limit));
    progress(`Writing ${notes.texts.size} files …`);
    write(store, notes, { ...options, whole });
    const { files, bytes } = store;
    return {
      files,
      bytes,
      containers: containers.length,
      processes: [...notes.texts.keys()].filter((path) => /^\/proc\/\d+\/status$/.test(path)).length,
      refused: [...notes.errors.values()].filter((code) => code !== 'ENOENT').length,
      whole,
    };
  } catch (error) {
    store.discard();
    throw error;
  }
}

const sizeOf = ({ texts }: Notes): number => {
  let size = 0;
  for (const text of texts.values()) size += text.length;
  return size;
};

function write(
  store: Store,
  notes: Notes,
  { now, collectorVersion, roots, whole }: RecordOptions & { whole: boolean },
): void {
  for (const [path, text] of notes.texts) store.write(`fs${path}`, redact(path, text));
  store.write('links.json', json(notes.links));
  store.write('errors.json', json(notes.errors));
  store.write('dirs.json', json(notes.directories));
  store.write('dev.json', json(new Map([...notes.devices].map(([pid, found]) => [pid, listing(found)]))));
  for (const [id, answer] of notes.inspected)
    store.write(
      `docker/inspect/${id.replace(/[^\w.-]/g, '_')}.json`,
      redact('/inspect.json', JSON.stringify([answer])),
    );
  store.write('docker/versions.json', json(notes.versions));
  store.write(
    'recording.json',
    `${JSON.stringify(
      {
        schema: 'shoji.recording/1',
        recordedAt: now.toISOString(),
        collectorVersion,
        uid: process.getuid?.() ?? null,
        roots,
        whole,
        leftOut: `environments, arguments, secrets and label values: ${leftOut}; nsinfo.json: namespaces' owners need an ioctl`,
      },
      null,
      2,
    )}\n`,
  );
}

/** One entry a line, sorted, so that two recordings can be compared. */
const json = (entries: ReadonlyMap<string, unknown>): string =>
  `{${[...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `\n${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',')}\n}\n`;

/** Paths below /dev, with the directories that hold nodes. */
function listing({ nodes, nested }: DeviceListing): object[] {
  const below = nodes.map(({ path, type, major, minor }) => ({
    path: path.slice('/dev/'.length),
    type,
    dev: `${major}:${minor}`,
  }));
  const directories = new Set(
    below.flatMap(({ path }) => (path.includes('/') ? [path.replace(/\/[^/]*$/, '')] : [])),
  );
  if (nested && directories.size === 0) directories.add('.');
  return [...[...directories].map((path) => ({ path, type: 'd' })), ...below];
}
