import type { Event } from '@shoji/posture';
import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';
import { messageOf } from './errors.js';
import { Events } from './events.js';
import type { Log } from './log.js';
import type { HostReader, Notice } from './read/snapshot.js';
import { InventoryHasher, type Inventory } from './report/inventory.js';
import type { SelfMeter } from './self-meter.js';

/** Milliseconds: from the first sign of a new cgroup until its process has become what it will be (exec, LSM label). */
const debounce = 300;
/** A container found changed is looked at once more: its runtime may still have been putting it together. */
const settle = 2000;
/** However much the kernel announces, reading takes at most one part in this many of a processor's time. */
const restFactor = 20;

export interface WatchOptions {
  reader: HostReader;
  meter: Pick<SelfMeter, 'cycle'>;
  clock: Clock;
  log: Log;
  /** Milliseconds between readings when nothing is announced. */
  interval: number;
}

/**
 * Reads the host now, every interval and soon after each announcement, one reading at a time, until aborted. What the
 * kernel announces is known at once; the reading that follows tells what it was.
 */
export async function watchHost(
  { reader, meter, clock, log, interval }: WatchOptions,
  report: (inventory: Inventory, events: Event[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const hasher = new InventoryHasher();
  const alarm = new Alarm(clock);
  let before: Inventory | null = null;
  const events = new Events();
  const notice = (what: Notice): void => {
    if (what.type === 'unwatched')
      return log.warn('cannot watch cgroups', { directory: what.directory, reason: what.reason });
    alarm.by(clock.now() + debounce);
    if (!('claim' in what)) return;
    events.notice(what, clock.now());
    log.debug(`container ${what.type}`, { id: what.claim.id, cgroup: what.claim.cgroup });
  };
  const watch = reader.watch(notice);
  try {
    while (!signal.aborted) {
      const started = clock.now();
      alarm.by(started + interval);
      const cpu = process.cpuUsage();
      try {
        const snapshot = await reader.read(new Date(started));
        const inventory = hasher.inventory(snapshot);
        if (snapshot.settling) alarm.by(clock.now() + debounce);
        else if (before !== null && before.hash !== inventory.hash) alarm.by(clock.now() + settle);
        before = inventory;
        report(inventory, events.read(inventory));
        const { user, system } = process.cpuUsage(cpu);
        log.debug('read the host', {
          containers: inventory.items.size,
          cpuMicroseconds: user + system,
          rssBytes: process.memoryUsage.rss(),
        });
      } catch (error) {
        log.error('cannot read the host', { reason: messageOf(error) });
      }
      const ended = clock.now();
      meter.cycle(ended - started);
      // A reading lets others in, so that on a busy host it lasts far longer than it works.
      const { user, system } = process.cpuUsage(cpu);
      const worked = Math.min(ended - started, (user + system) / 1000);
      alarm.notBefore(ended + Math.min(interval, Math.max(debounce, restFactor * worked)));
      await alarm.wait(signal);
    }
  } finally {
    watch.close();
  }
}
