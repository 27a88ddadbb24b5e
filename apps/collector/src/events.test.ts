import type { Event } from '@shoji/posture';
import { Events } from './events.js';
import { InventoryHasher, type Inventory } from './report/inventory.js';
import type { ReadContainer } from './read/snapshot.js';
import type { Claim } from './runtimes/claim.js';
import { sampleContainer, sampleSnapshot } from './testing/snapshot.js';

const claim = (id: string): Claim => ({ runtime: 'docker', id, cgroup: `/docker/${id}` });

/** A container in a cgroup of its own name. */
function container(id: string): ReadContainer {
  const sample = sampleContainer(id);
  return { ...sample, instance: { ...sample.instance, name: id, cgroupPath: `/docker/${id}` } };
}

const inventory = (second: number, ...ids: string[]): Inventory =>
  new InventoryHasher().inventory(
    sampleSnapshot(ids.map(container), { observedAt: new Date(second * 1000) }),
  );

const told = (events: Event[]) =>
  events.map(({ type, container, at }) => `${type} ${container} ${Date.parse(at) / 1000}`);

/** Events after a first reading of the given containers. */
function eventsAfter(...ids: string[]): Events {
  const events = new Events();
  expect(events.read(inventory(10, ...ids))).toEqual([]);
  return events;
}

describe('Events', () => {
  it('tells what a reading alone shows at the moment of that reading', () => {
    const events = eventsAfter('a');
    expect(told(events.read(inventory(20, 'b')))).toEqual(['container-started b 20', 'container-gone a 20']);
  });

  it('takes the moment from the announcement and the name from the reading', () => {
    const events = eventsAfter();
    events.notice({ type: 'appeared', claim: claim('a') }, 12_000);
    const started = events.read(inventory(20, 'a'));
    expect(told(started)).toEqual(['container-started a 12']);
    expect(started[0]?.detail).toMatch(/^a\b/);
    events.notice({ type: 'vanished', claim: claim('a') }, 23_000);
    expect(told(events.read(inventory(30)))).toEqual(['container-gone a 23']);
    expect(events.read(inventory(40))).toEqual([]);
  });

  it('tells a container that no reading saw, once', () => {
    const events = eventsAfter();
    events.notice({ type: 'appeared', claim: claim('a') }, 12_000);
    events.notice({ type: 'vanished', claim: claim('a') }, 12_020);
    const both = events.read(inventory(20));
    expect(told(both)).toEqual(['container-started a 12', 'container-gone a 12.02']);
    expect(both[0]?.detail).toBe('/docker/a, gone before it could be read');
    expect(events.read(inventory(30))).toEqual([]);
  });

  it('waits with a container that has no process yet', () => {
    const events = eventsAfter();
    events.notice({ type: 'appeared', claim: claim('a') }, 12_000);
    expect(events.read(inventory(20))).toEqual([]);
    expect(told(events.read(inventory(30, 'a')))).toEqual(['container-started a 12']);
  });

  it('tells once what a reading still showed when it was announced to be gone', () => {
    const events = eventsAfter('a');
    events.notice({ type: 'vanished', claim: claim('a') }, 20_001);
    expect(events.read(inventory(20, 'a'))).toEqual([]);
    expect(told(events.read(inventory(30)))).toEqual(['container-gone a 20.001']);
  });

  it('tells a restart that no reading could', () => {
    const events = eventsAfter('a');
    events.notice({ type: 'vanished', claim: claim('a') }, 12_000);
    events.notice({ type: 'appeared', claim: claim('a') }, 13_000);
    expect(told(events.read(inventory(20, 'a')))).toEqual(['container-gone a 12', 'container-started a 13']);
  });

  it('keeps no more of one container than a bound, and the last change always', () => {
    const events = eventsAfter();
    for (let round = 0; round < 500; round += 1) {
      events.notice({ type: 'appeared', claim: claim('a') }, 12_000 + round);
      events.notice({ type: 'vanished', claim: claim('a') }, 12_000 + round);
    }
    const all = told(events.read(inventory(20)));
    expect(all).toHaveLength(100);
    expect(all[0]).toBe('container-started a 12');
    expect(all.at(-1)).toBe('container-gone a 12.499');
  });
});
