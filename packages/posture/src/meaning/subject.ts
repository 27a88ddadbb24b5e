import type { Unreadable, Unsupported } from '../fact.js';
import type { HostDocument } from '../host.js';
import type { Traits } from '../instance.js';
import type { Posture } from '../posture.js';

/** The three inputs of judgement, each content-addressed. */
export interface Subject {
  posture: Posture;
  host: HostDocument;
  traits: Traits;
}

/** Takes one fact out of a subject. */
export type Reader<T> = (posture: Posture, other: { host: HostDocument; traits: Traits }) => T;
export type Readers<R> = { readonly [K in keyof R]: Reader<R[K]> };
/** The facts that readers gave, once every one is known. */
export type Known<R> = { readonly [K in keyof R]: Exclude<R[K], Unreadable | Unsupported> };

/** A reader by its name, with the path of the fact that it takes (`namespaces.pid`, `host.capLastCap`). */
export interface DeclaredReader {
  name: string;
  read: Reader<unknown>;
  field: string;
}

/** The readers of a table, each with its path. */
export const declaredReaders = (readers: Readers<object>): DeclaredReader[] =>
  Object.entries<Reader<unknown>>(readers as Record<string, Reader<unknown>>).map(([name, read]) => ({
    name,
    read,
    field: fieldOf(read),
  }));

/**
 * An object without values, to copy and fill in with what the readers give: so filled it keeps its shape, where one made
 * name by name would be of a new one to the machine each time.
 */
export const blankFacts = (readers: readonly DeclaredReader[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(readers.map(({ name }) => [name, undefined]));

/** The path a reader takes, learnt by letting it read a recorder: it need not be written a second time. */
function fieldOf(read: Reader<unknown>): string {
  let path: string[] = [];
  const recorder = (prefix: string[]): never =>
    new Proxy(
      {},
      {
        get: (_, key) => {
          path = [...prefix, String(key)];
          return recorder(path);
        },
      },
    ) as never;
  read(recorder([]), { host: recorder(['host']), traits: recorder(['traits']) });
  return path.join('.');
}
