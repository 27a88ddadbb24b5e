import type { CollectorSelf, Document, Event, Node, Report } from '@shoji/posture';
import type { Inventory, InventoryItem } from './inventory.js';

/** What the server said it has: the inventory of the last report it took. */
export interface Acknowledged {
  inventory: Inventory;
  /** Number of processes on record, by container id: the one of the last report that carried the instance. */
  processCounts: ReadonlyMap<string, number>;
  /** As it was last sent. */
  node: Node;
}

/** What a report is made of besides the inventory. */
export interface ReportOptions {
  seq: number;
  /** Seconds. */
  interval: number;
  events: readonly Event[];
  /** What the collector has to say of itself now. */
  self: CollectorSelf | null;
  /** Whether the server asked for the whole list. */
  full: boolean;
  /** Hashes of the documents that the server asked for. */
  need: readonly string[];
}

/**
 * The shortest report that brings the server from what it acknowledged (`null` = nothing, or not known) to the present
 * inventory. Unchanged: the head alone.
 */
export function buildReport(
  acknowledged: Acknowledged | null,
  inventory: Inventory,
  { seq, interval, events, self, full, need }: ReportOptions,
): Report {
  const head: Report = {
    schema: 'shoji.report/1',
    bootId: inventory.bootId,
    seq,
    observedAt: inventory.observedAt.toISOString(),
    interval,
    inventory: inventory.hash,
    ...(events.length > 0 && { events: [...events] }),
    ...(self !== null && { collector: self }),
  };
  const base = !full && acknowledged?.inventory.bootId === inventory.bootId ? acknowledged.inventory : null;

  const sendHost = base?.host !== inventory.host;
  // Processes come and go: how many there are is told when the collector speaks of itself, that there are any at once.
  const { node } = inventory;
  const sendNode =
    base === null ||
    acknowledged === null ||
    !isSame(acknowledged.node, node, self === null ? some : (n) => n);
  const changed = [...inventory.items.values()].filter(
    (item) => base === null || isChanged(base.items.get(item.reported.id), acknowledged?.processCounts, item),
  );
  const gone = base === null ? [] : [...base.items.keys()].filter((id) => !inventory.items.has(id));

  // A server that asks for the whole list may have lost documents too: it will name those.
  const held = acknowledged?.inventory.documents;
  const documents: Record<string, Document> = {};
  const spokenOf = [...changed.flatMap((item) => item.documents), ...(sendHost ? [inventory.host] : [])];
  for (const hash of [...spokenOf.filter((each) => held?.has(each) !== true), ...need]) {
    const document = inventory.documents.get(hash);
    if (document !== undefined) documents[hash] = document;
  }

  return {
    ...head,
    ...(sendHost && { host: inventory.host }),
    ...(sendNode && { node }),
    ...(base === null && { containers: changed.map((item) => item.reported) }),
    ...(base !== null &&
      (changed.length > 0 || gone.length > 0) && {
        base: base.hash,
        containers: changed.map((item) => item.reported),
        gone,
      }),
    ...(Object.keys(documents).length > 0 && { documents }),
  };
}

/** What the server has once it took `report`, made of `inventory`, after what it had before. */
export function acknowledge(
  before: Acknowledged | null,
  inventory: Inventory,
  report: Pick<Report, 'containers' | 'node'>,
): Acknowledged {
  const sent = new Map(report.containers?.map(({ id, instance }) => [id, instance.processCount]));
  const processCounts = new Map<string, number>();
  for (const [id, { reported }] of inventory.items) {
    const recorded = sent.get(id) ?? before?.processCounts.get(id);
    processCounts.set(id, recorded ?? reported.instance.processCount);
  }
  return { inventory, processCounts, node: report.node ?? before?.node ?? inventory.node };
}

function isChanged(
  before: InventoryItem | undefined,
  processCounts: Acknowledged['processCounts'] | undefined,
  item: InventoryItem,
): boolean {
  const { processCount } = item.reported.instance;
  return (
    before === undefined ||
    before.reported.posture !== item.reported.posture ||
    before.instanceHash !== item.instanceHash ||
    hasOutgrown(processCounts?.get(item.reported.id) ?? processCount, processCount)
  );
}

/** The hash leaves the number of processes out; it is sent again once the one on record misleads. */
const hasOutgrown = (before: number, now: number): boolean =>
  Math.abs(now - before) >= 4 && (now >= 2 * before || before >= 2 * now);

const some = (count: number): number => Math.min(count, 1);

/** Whether the server would learn nothing from the node, where numbers of processes are seen through `blur`. */
const isSame = (a: Node, b: Node, blur: (count: number) => number): boolean =>
  JSON.stringify(a, blurred(blur)) === JSON.stringify(b, blurred(blur));

const blurred = (blur: (count: number) => number) => (key: string, value: unknown) =>
  key === 'processCount' && typeof value === 'number' ? blur(value) : value;
