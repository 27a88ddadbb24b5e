import type { Instance } from './instance.js';
import { instanceHash, inventoryHash } from './inventory.js';

const instance: Instance = {
  id: 'a'.repeat(64),
  kind: 'container',
  runtime: { name: 'docker', version: '20.10.24' },
  name: 'web',
  image: { reference: 'nginx:1', digest: null },
  labels: {},
  pid: 412,
  startedAt: '2026-01-01T00:00:00.000Z',
  cgroupPath: '/docker/a',
  namespaceIds: { pid: 4026532180 },
  overlay: null,
  processCount: 3,
  deviations: [],
  ports: [],
  orphan: null,
  declared: null,
  traits: '0'.repeat(64),
};

describe('instanceHash', () => {
  it('stays when only the number of processes changes', () => {
    expect(instanceHash({ ...instance, processCount: 4 })).toBe(instanceHash(instance));
  });
  it('changes with anything else', () => {
    expect(instanceHash({ ...instance, pid: 413 })).not.toBe(instanceHash(instance));
  });
});

describe('inventoryHash', () => {
  const a = { id: 'a', posture: '1'.repeat(64), instance: '2'.repeat(64) };
  const b = { id: 'b', posture: '3'.repeat(64), instance: '4'.repeat(64) };

  it('does not depend on the order of the containers', () => {
    expect(inventoryHash([a, b])).toBe(inventoryHash([b, a]));
  });
  it('depends on each of its parts', () => {
    const changed = [
      { ...a, id: 'c' },
      { ...a, posture: b.posture },
      { ...a, instance: b.instance },
    ];
    expect(new Set([[a, b], ...changed.map((item) => [item, b])].map(inventoryHash)).size).toBe(4);
  });
});
