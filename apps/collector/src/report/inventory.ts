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
import type { Snapshot } from '../read/snapshot.js';

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
 * Hashes snapshots. Canonical JSON is dear and most documents are as they were a cycle ago: each is looked up by the
 * digest of its plain JSON first, which the engine makes natively. Keeps what the last snapshot used.
 */
export class InventoryHasher {
  private known = new Map<string, string>();

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
      const hash = hashOnce(document, hashDocument);
      if (!documents.has(hash)) documents.set(hash, document);
      return hash;
    };
    const items = new Map<string, InventoryItem>();
    for (const { id, posture, instance, traits, declared } of snapshot.containers) {
      const reported = { id, posture: add(posture), instance };
      const hashes = [reported.posture, add(traits), ...(declared === null ? [] : [add(declared)])];
      items.set(id, {
        reported,
        instanceHash: hashOnce({ ...instance, processCount: 0 }, (without: Instance) =>
          instanceHash(without),
        ),
        documents: hashes,
      });
    }
    const list = Array.from(items.values(), ({ reported, instanceHash }) => ({
      id: reported.id,
      posture: reported.posture,
      instance: instanceHash,
    }));
    const host = add(snapshot.host);
    this.known = known;
    const { bootId, observedAt, node } = snapshot;
    return { bootId, observedAt, hash: inventoryHash(list), host, node, items, documents };
  }
}
