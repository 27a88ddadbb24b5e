import { reasonOf, type Files } from '../read/files.js';
import type { Naming } from './docker.js';
import { fields, list, parseJson, text, texts } from './fields.js';

/** Bytes: about 1 KiB a container. */
const maxStore = 32 * 1024 * 1024;

/** Reads what containers/storage calls the containers of one storage (`…/overlay-containers/containers.json`), by id. */
export function storedNames(json: unknown): Map<string, Naming> {
  const found = new Map<string, Naming>();
  for (const entry of list(json).map(fields)) {
    const id = text(entry.id);
    const metadata = fields(parseJson(text(entry.metadata, 65536) ?? ''));
    const [name] = texts(entry.names);
    if (id === undefined) continue;
    const reference = text(metadata['image-name']) ?? null;
    const digest = text(metadata['image-id']) ?? text(entry.image) ?? null;
    found.set(id, {
      name: name ?? null,
      image: reference === null && digest === null ? null : { reference, digest },
      labels: null,
      ports: [],
    });
  }
  return found;
}

interface Store {
  version: string;
  names: ReadonlyMap<string, Naming>;
}

/** Where those are that go with their end (`podman run --rm`) or with the boot: beside the others since podman 4.4. */
const volatileOf = (path: string): string => path.replace(/[^/]+$/, 'volatile-$&');

/** Names of podman's containers; each storage is read again only when it was written. */
export class PodmanStores {
  readonly #stores = new Map<string, Store | null>();
  #checked = new Set<string>();

  constructor(private readonly files: Files) {}

  /** Begins a reading: each storage is looked at once in it. */
  begin(): void {
    this.#checked = new Set();
  }

  /** `path` is the storage's `containers.json` as the reader reaches it; what goes with its container is beside it. */
  naming(path: string, id: string): Naming | null {
    if (!this.#checked.has(path)) {
      this.#checked.add(path);
      this.#stores.set(path, this.#current(path));
    }
    return this.#stores.get(path)?.names.get(id) ?? null;
  }

  /** Id of the container of this name in a storage that was looked at in this reading. */
  idOf(path: string, name: string): string | null {
    for (const [id, naming] of this.#stores.get(path)?.names ?? []) if (naming.name === name) return id;
    return null;
  }

  #current(path: string): Store | null {
    const lists = [path, volatileOf(path)].flatMap((list) => {
      const version = this.#attempt(() => this.files.version(list));
      return version === null ? [] : [{ list, version }];
    });
    const version = JSON.stringify(lists);
    const kept = this.#stores.get(path);
    if (kept?.version === version) return kept;
    const names = lists.flatMap(({ list }) => {
      const json = this.#attempt(() => this.files.readText(list, maxStore));
      return json === null ? [] : [...storedNames(parseJson(json))];
    });
    return lists.length === 0 ? null : { version, names: new Map(names) };
  }

  /** What cannot be read names nobody. */
  #attempt<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}
