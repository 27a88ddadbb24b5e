import { hashDocument } from './hash.js';
import type { Instance } from './instance.js';
import { report } from './report.js';

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

const head = {
  schema: 'shoji.report/1' as const,
  bootId: '1057a979-78bb-4141-930f-ab4f284b19d6',
  seq: 1,
  observedAt: '2026-01-01T00:00:00.000Z',
  interval: 30,
  inventory: '0'.repeat(64),
};

describe('report', () => {
  it('takes the head alone, in under 400 bytes', () => {
    expect(report.safeParse(head).success).toBe(true);
    expect(JSON.stringify({ ...head, seq: Number.MAX_SAFE_INTEGER }).length).toBeLessThan(400);
  });

  it.each([
    ['an unknown key', { extra: 1 }, ''],
    ['a sequence number of zero', { seq: 0 }, 'seq'],
    ['a boot id that is no uuid', { bootId: 'x' }, 'bootId'],
    ['a hash in capitals', { inventory: 'A'.repeat(64) }, 'inventory'],
    ['a container without posture', { containers: [{ id: 'a', instance }] }, 'containers.0.posture'],
    [
      'a negative pid',
      { containers: [{ id: 'a', posture: '1'.repeat(64), instance: { ...instance, pid: -1 } }] },
      'containers.0.instance.pid',
    ],
    [
      'a document of no known schema',
      { documents: { ['1'.repeat(64)]: { schema: 'x' } } },
      `documents.${'1'.repeat(64)}.schema`,
    ],
  ])('refuses %s and says where', (_, change, path) => {
    const result = report.safeParse({ ...head, ...change });
    expect(result.error?.issues[0]?.path.join('.')).toBe(path);
  });
});

describe('hashDocument', () => {
  it('is SHA-256 of the canonical JSON', () => {
    expect(hashDocument({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
