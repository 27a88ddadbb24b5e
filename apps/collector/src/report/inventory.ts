import { createHash } from 'node:crypto';
import {
  hashDocument,
  instanceHash,
  inventoryHash,
  type Document,
  type Instance,
  type Node,
  type ReportedContainer,
} from '@shoji/posture';
import type { ReadContainer, Snapshot } from '../read/snapshot.js';

/** One container with all that is needed to tell whether it changed, and to send it. */
export interface InventoryItem {
  reported: ReportedContainer;
  instanceHash: string;
  /** Hashes of the documents that the container speaks of: posture, traits, declared posture. */
  documents: string[];
}

/** A snapshot with its hashes: what is compared with what the server has. */
export interface Inventory {
  bootId: string;
  observedAt: Date;
  /** `inventoryHash` of the containers. */
  hash: string;
  host: string;
  node: Node;
  /** By container id. */
  items: ReadonlyMap<string, InventoryItem>;
  /** Every document spoken of, by hash. */
  documents: ReadonlyMap<string, Document>;
}

/**
 * Hashes snapshots. Canonical JSON is dear and most documents are as they were a cycle ago: what is the same object is
 * not looked at again, all else is looked up by the digest of its plain JSON, which the engine makes natively. Keeps
 * what the last snapshot used.
 */
export class InventoryHasher {
  private readonly items = new WeakMap<ReadContainer, InventoryItem>();
  private readonly hashes = new WeakMap<Document, string>();
  private known = new Map<string, string>();
  private last: { items: InventoryItem[]; hash: string } = { items: [], hash: inventoryHash([]) };

  inventory(snapshot: Snapshot): Inventory {
    const known = new Map<string, string>();
    const hashOnce = <T>(value: T, hash: (value: T) => string): string => {
      const plain = createHash('sha256').update(JSON.stringify(value)).digest('base64');
      const found = known.get(plain) ?? this.known.get(plain) ?? hash(value);
      known.set(plain, found);
      return found;
    };

    const documents = new Map<string, Document>();
    const add = (document: Document): string => {
      const hash = this.hashes.get(document) ?? hashOnce(document, hashDocument);
      this.hashes.set(document, hash);
      if (!documents.has(hash)) documents.set(hash, document);
      return hash;
    };
    const itemOf = (container: ReadContainer): InventoryItem => {
      const { id, instance, traits, declared } = container;
      const posture = add(container.posture);
      const documents = [posture, add(traits), ...(declared === null ? [] : [add(declared)])];
      const before = this.items.get(container);
      if (before) return before;
      const item = {
        reported: { id, posture, instance },
        instanceHash: hashOnce({ ...instance, processCount: 0 }, (without: Instance) =>
          instanceHash(without),
        ),
        documents,
      };
      this.items.set(container, item);
      return item;
    };
    const list = snapshot.containers.map(itemOf);
    const items = new Map(list.map((item) => [item.reported.id, item]));
    const host = add(snapshot.host);
    this.known = known;
    const { bootId, observedAt, node } = snapshot;
    return { bootId, observedAt, hash: this.hashOf(list), host, node, items, documents };
  }

  private hashOf(items: InventoryItem[]): string {
    const { last } = this;
    if (items.length === last.items.length && items.every((item, at) => item === last.items[at]))
      return last.hash;
    const hash = inventoryHash(
      items.map(({ reported: { id, posture }, instanceHash }) => ({ id, posture, instance: instanceHash })),
    );
    this.last = { items, hash };
    return hash;
  }
}
