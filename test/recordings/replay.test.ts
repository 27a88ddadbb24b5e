/** Reads whole recorded hosts: everything that was running is found, and every document fits its schema. */
import { hostDocument, instance, posture, traits } from '@shoji/posture';
import { goldenNames, jsonIn, readerOf, unpack } from './unpack.js';

interface Expected {
  containers: { name: string; engine: string; kernel: { pid: number } | null }[];
}

describe.each(goldenNames)('%s', (name) => {
  const { directory, remove } = unpack(name);
  afterAll(remove);
  const expected = jsonIn<Expected>(directory, 'expected.json');

  it('gives documents that fit their schemas', async () => {
    const { host, containers } = await readerOf(directory).read(new Date(0));
    expect(hostDocument.parse(host)).toEqual(host);
    for (const container of containers) {
      expect(posture.parse(container.posture)).toEqual(container.posture);
      expect(instance.parse(container.instance)).toEqual(container.instance);
      expect(traits.parse(container.traits)).toEqual(container.traits);
    }
  });

  it('finds every container of a runtime that keeps one', async () => {
    const { containers } = await readerOf(directory).read(new Date(0));
    const pids = new Set(containers.map(({ instance: { pid } }) => pid));
    const missing = expected.containers.filter(
      ({ engine, kernel }) => engine !== 'process' && kernel && !pids.has(kernel.pid),
    );
    expect(missing.map((container) => container.name)).toEqual([]);
  });
});
