/** How soon the collector knows of a new container, and whether any escapes it. */
import { mkdirSync, rmdirSync, watch } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../test/harness/process.js';
import { makeParent } from './cgroup.js';
import { printRatio } from './measure.js';
import { startCollector } from './running.js';

const containers = 400;
/** Milliseconds that every container lives. */
const life = 20;

/** Starts cgroups of containers at odd moments, each gone after 20 ms, and waits for the collector's word of each. */
export async function benchNotice(directory: string): Promise<void> {
  const collector = await startCollector(directory, '--log-level', 'debug');
  const parent = makeParent();
  try {
    const noticed = new Map<string, number>();
    collector.onLine((line) => {
      const id = /debug container appeared id=([0-9a-f]{64})/.exec(line)?.[1];
      if (id !== undefined && !noticed.has(id)) noticed.set(id, performance.now());
    });
    const seen = new Map<string, number>();
    const bare = watch(parent, (_, id) => {
      if (id !== null && !seen.has(id)) seen.set(id, performance.now());
    });
    // Where containers come up the directory is older than they are; here it has only just been made.
    mkdirSync(`${parent}/${'0'.repeat(64)}`);
    await until('the directory is watched', () => noticed.size > 0);
    rmdirSync(`${parent}/${'0'.repeat(64)}`);
    const started = new Map<string, number>();
    for (let index = 0; index < containers; index += 1) {
      const id = `e${index.toString(16).padStart(63, '0')}`;
      started.set(id, performance.now());
      mkdirSync(`${parent}/${id}`);
      await pause(life);
      rmdirSync(`${parent}/${id}`);
      await pause(Math.random() * 60);
    }
    await until('the last one is noticed', () => noticed.has([...started.keys()].at(-1) ?? ''));
    bare.close();
    const delays = (told: ReadonlyMap<string, number>) =>
      Array.from(started, ([id, at]) => (told.get(id) ?? Infinity) - at).sort((a, b) => a - b);
    const [late, floor] = [delays(noticed), delays(seen)];
    const missed = late.filter((delay) => delay === Infinity).length;
    const at = (of: number[], share: number) =>
      of[Math.min(of.length - 1, Math.floor(share * of.length))] ?? NaN;
    console.log(`${containers} containers of ${life} ms: ${missed} missed`);
    for (const [which, share] of [
      ['median', 0.5],
      ['99 of 100', 0.99],
    ] as const) {
      const peer = { peer: at(floor, share), peerName: 'inotify alone' };
      printRatio({
        what: `container start until noticed, ${which}`,
        ours: at(late, share),
        unit: 'ms',
        ...peer,
      });
    }
    if (missed > 0) throw new Error('a container was missed');
  } finally {
    rmdirSync(parent);
    await collector.stop();
  }
}
