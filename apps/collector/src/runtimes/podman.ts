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

/** Names of podman's containers; each storage is read again only when it was written. */
export class PodmanStores {
  readonly #stores = new Map<string, Store | null>();
  #checked = new Set<string>();

  constructor(private readonly files: Files) {}

  /** Begins a reading: each storage is looked at once in it. */
  begin(): void {
    this.#checked = new Set();
  }

  /** `path` is the storage's `containers.json` as the reader reaches it. */
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
    try {
      const version = this.files.version(path);
      const kept = this.#stores.get(path);
      if (kept?.version === version) return kept;
      return { version, names: storedNames(parseJson(this.files.readText(path, maxStore))) };
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}
