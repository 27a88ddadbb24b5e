import { z } from 'zod';
import { firstFault, jsonPath } from './json-path.js';

describe('jsonPath', () => {
  it.each([
    [[], ''],
    [['containers', 3, 'instance', 'pid'], 'containers[3].instance.pid'],
    [['documents', 'a'.repeat(64), 'user'], `documents["${'a'.repeat(64)}"].user`],
    [['labels', 'a"b'], 'labels["a\\"b"]'],
    [['labels', 'x'.repeat(100)], `labels["${'x'.repeat(80)}"]`],
  ])('writes %j as %s', (path, expected) => {
    expect(jsonPath(path)).toBe(expected);
  });
});

describe('firstFault', () => {
  it('follows a union into the alternative that came furthest', () => {
    const fact = z.union([z.strictObject({ limit: z.int() }), z.strictObject({ unreadable: z.string() })]);
    const { error } = z.object({ memory: fact }).safeParse({ memory: { limit: 'x' } });
    expect(firstFault(error!).path).toBe('memory.limit');
  });
});
