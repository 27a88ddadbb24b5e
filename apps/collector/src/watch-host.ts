import type { Event } from '@shoji/posture';
import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';
import { messageOf } from './errors.js';
import type { Log } from './log.js';
import type { HostReader } from './read/snapshot.js';
import { InventoryHasher, type Inventory } from './report/inventory.js';

/** Milliseconds: from the first sign of a new cgroup until its process has become what it will be (exec, LSM label). */
const debounce = 300;
/** A container found changed is looked at once more: its runtime may still have been putting it together. */
const settle = 2000;
/** However much the kernel announces, reading takes at most one part in this many of the time. */
const restFactor = 20;

export interface WatchOptions {
  reader: HostReader;
  clock: Clock;
  log: Log;
  /** Milliseconds between readings when nothing is announced. */
  interval: number;
}

/** Reads the host now, every interval and soon after each announcement, one reading at a time, until aborted. */
export async function watchHost(
  { reader, clock, log, interval }: WatchOptions,
  report: (inventory: Inventory, events: Event[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const hasher = new InventoryHasher();
  const alarm = new Alarm(clock);
  let before: Inventory | null = null;
  let watch: { close(): void } | null = null;
  try {
    while (!signal.aborted) {
      const started = clock.now();
      alarm.by(started + interval);
      const cpu = process.cpuUsage();
      try {
        const snapshot = await reader.read(new Date(started));
        const inventory = hasher.inventory(snapshot);
        const events = eventsBetween(before, inventory);
        if (snapshot.settling) alarm.by(clock.now() + debounce);
        else if (before !== null && before.hash !== inventory.hash) alarm.by(clock.now() + settle);
        before = inventory;
        report(inventory, events);
        const { user, system } = process.cpuUsage(cpu);
        log.debug('read the host', {
          containers: inventory.items.size,
          cpuMicroseconds: user + system,
          rssBytes: process.memoryUsage.rss(),
        });
      } catch (error) {
        log.error('cannot read the host', { reason: messageOf(error) });
      }
      watch ??= reader.watch(() => alarm.by(clock.now() + debounce));
      const ended = clock.now();
      alarm.notBefore(ended + Math.max(debounce, restFactor * (ended - started)));
      await alarm.wait(signal);
    }
  } finally {
    watch?.close();
  }
}

/** What happened between two readings of one boot. After the first one, nothing is known of before. */
export function eventsBetween(before: Inventory | null, now: Inventory): Event[] {
  const at = now.observedAt.toISOString();
  const event = (type: Event['type'], id: string, { items }: Inventory): Event => {
    const instance = items.get(id)?.reported.instance;
    const detail = `${instance?.name ?? id}${instance?.image?.reference ? ` (${instance.image.reference})` : ''}`;
    return { at, type, container: id, detail: detail.slice(0, 1000) };
  };
  if (before === null || before.bootId !== now.bootId) return [];
  return [
    ...[...now.items.keys()]
      .filter((id) => !before.items.has(id))
      .map((id) => event('container-started', id, now)),
    ...[...before.items.keys()]
      .filter((id) => !now.items.has(id))
      .map((id) => event('container-gone', id, before)),
  ];
}
