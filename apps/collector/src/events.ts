import type { Event } from '@shoji/posture';
import type { Notice } from './read/snapshot.js';
import type { Inventory, InventoryItem } from './report/inventory.js';
import type { Claim } from './runtimes/claim.js';

type Announced = Extract<Notice, { claim: Claim }>;

interface Noticed {
  claim: Claim;
  /** In their order; `at` in milliseconds since 1970. */
  changes: { type: Announced['type']; at: number }[];
}

const eventTypes = { appeared: 'container-started', vanished: 'container-gone' } as const;

/** More of one container between two readings say nothing new; the last one always counts. */
const mostChanges = 100;

/**
 * Makes the events of a host from what the kernel announced and from what two readings show. An announcement gives the
 * moment, a reading the name; a container that no reading saw is told with the little that is known of it.
 */
export class Events {
  readonly #noticed = new Map<string, Noticed>();
  #before: Inventory | null = null;

  /** Keeps an announcement until a reading bears it out. `at` in milliseconds since 1970. */
  notice({ type, claim }: Announced, at: number): void {
    const noticed = this.#noticed.get(claim.cgroup) ?? { claim, changes: [] };
    if (noticed.changes.length >= mostChanges) noticed.changes.splice(1, 1);
    noticed.changes.push({ type, at });
    this.#noticed.set(claim.cgroup, noticed);
  }

  /** What happened since the reading before. After the first one of a boot, nothing is known of before. */
  read(now: Inventory): Event[] {
    const before = this.#before;
    this.#before = now;
    if (before === null || before.bootId !== now.bootId) return [];
    const [was, is] = [finder(before), finder(now)];
    const events: Event[] = [];
    const told = new Set<string>();
    for (const [cgroup, { claim, changes }] of this.#noticed) {
      const present = changes.at(-1)?.type === 'appeared';
      // The reading and the announcement passed each other, or the container has no process yet: the next one decides.
      const shown = is(claim);
      if (present !== (shown !== undefined)) continue;
      const item = shown ?? was(claim);
      this.#noticed.delete(cgroup);
      for (const { type, at } of changes) {
        const container = item?.reported.id ?? claim.id;
        const detail = item ? detailOf(item) : `${cgroup}, gone before it could be read`;
        events.push(event(eventTypes[type], at, container, detail));
        told.add(`${eventTypes[type]} ${container}`);
      }
    }
    const at = now.observedAt.getTime();
    const missing = (type: Event['type'], from: Inventory, to: Inventory): void => {
      for (const [id, item] of to.items)
        if (!from.items.has(id) && !told.has(`${type} ${id}`))
          events.push(event(type, at, id, detailOf(item)));
    };
    missing('container-started', before, now);
    missing('container-gone', now, before);
    return events;
  }
}

const event = (type: Event['type'], at: number, container: string, detail: string): Event => ({
  at: new Date(at).toISOString(),
  type,
  container,
  detail: detail.slice(0, 1000),
});

const detailOf = ({ reported: { instance } }: InventoryItem): string =>
  `${instance.name}${instance.image?.reference ? ` (${instance.image.reference})` : ''}`;

/** Finds a container by its id where the cgroup's name has it, else by its cgroup. */
function finder({ items }: Inventory): (claim: Claim) => InventoryItem | undefined {
  const byCgroup = new Map(Array.from(items.values(), (item) => [item.reported.instance.cgroupPath, item]));
  return ({ id, cgroup }) => items.get(id) ?? byCgroup.get(cgroup);
}
