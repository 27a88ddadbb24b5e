import { reasonOf, type Files } from '../read/files.js';

/** Bytes of a database: podman keeps a few KiB of each container. */
const maxDatabase = 64 * 1024 * 1024;

/** podman's own databases below the root of its storage: BoltDB, and SQLite since 4.8. */
const databases = ['libpod/bolt_state.db', 'db.sql'];

/** The pod whose cgroup holds that of a container (`/POD/libpod-ID`, `…libpod_pod_POD.slice/libpod-ID.scope`). */
export const podIdOf = (cgroup: string): string | null =>
  /[/_]([0-9a-f]{64})(?:\.slice)?\/libpod-[^/]+$/.exec(cgroup)?.[1] ?? null;

/** What podman calls the container that holds a pod's namespaces, where nobody asked for another name. */
export const infraName = (pod: string): string => `${pod.slice(0, 12)}-infra`;

/**
 * Names of pods. Both databases hold the JSON of a pod as text, and a pod never changes its name nor an id its pod: so the
 * text is looked for, whatever is around it. Each pod is looked for once.
 */
export class PodmanPods {
  readonly #names = new Map<string, string | null>();

  constructor(private readonly files: Files) {}

  /** `storage` is the root of the storage as the reader reaches it; `null` where the database does not tell. */
  name(storage: string, id: string): string | null {
    const key = `${storage} ${id}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name =
        databases.map((file) => this.#find(`${storage}/${file}`, id)).find((found) => found !== null) ?? null;
      if (this.#names.size >= 1000) this.#names.clear();
      this.#names.set(key, name);
    }
    return name;
  }

  #find(path: string, id: string): string | null {
    try {
      const database = this.files.readText(path, maxDatabase);
      return (
        new RegExp(`\\{"id":"${id}","name":"([a-zA-Z0-9][a-zA-Z0-9_.-]{0,255})"`).exec(database)?.[1] ?? null
      );
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}
