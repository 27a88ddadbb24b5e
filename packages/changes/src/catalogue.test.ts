import { readdirSync } from 'node:fs';
import { hostDocument, posture as postureSchema, traits as traitsSchema, walls } from '@shoji/posture';
import { withoutFacts } from '../../posture/src/testing/hidden.js';
import { changes, changeSet } from './catalogue.js';
import { remedyPlaces } from './change.js';
import type { Case } from './testing/cases.js';

const files = readdirSync(new URL('./changes/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const ids = files.filter((name) => !name.endsWith('.cases.ts')).map((name) => name.slice(0, -'.ts'.length));

const exported = new Map<string, unknown[]>();
const tables = new Map<string, readonly Case[]>();
for (const id of ids) {
  exported.set(id, Object.values((await import(`./changes/${id}.ts`)) as object));
  if (files.includes(`${id}.cases.ts`))
    tables.set(id, ((await import(`./changes/${id}.cases.ts`)) as { table: readonly Case[] }).table);
}

describe('changes', () => {
  it('lists exactly the change that each file defines, under the name of the file', () => {
    expect(changes.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const change of changes) expect(exported.get(change.id)).toEqual([change]);
  });

  it.each(changes.map((change) => [change.id, change] as const))('%s is described in full', (id, change) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(change.title).toMatch(/^[A-Z][a-z]+ .*[^.]$/);
    expect(change.breaks).toMatch(/^Breaks if .+\.$/s);
    expect(change.walls.length).toBeGreaterThan(0);
    for (const wall of change.walls) expect(walls).toContain(wall);
    expect(Object.keys(change.remedies).sort()).toEqual([...remedyPlaces].sort());
    const remedies = Object.values(change.remedies);
    for (const remedy of remedies)
      expect((typeof remedy === 'string' ? remedy : remedy.none).trim().length).toBeGreaterThan(4);
    expect(remedies.some((remedy) => typeof remedy === 'string')).toBe(true);
  });

  it.each(ids)('%s has cases that it mends and that it leaves, told apart by name', (id) => {
    const table = tables.get(id) ?? [];
    expect(table.some(({ after }) => after !== null)).toBe(true);
    expect(table.some(({ after }) => after === null)).toBe(true);
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });
});

describe.each(changes.map((change) => [change.id, change] as const))('%s', (id, change) => {
  const table = tables.get(id) ?? [];
  const rows = (mended: boolean) =>
    table
      .filter(({ after }) => (after !== null) === mended)
      .map(({ name, before, after }) => [name, before, after] as const);

  it.each(rows(true))('mends it where %s, once', (_, before, expected) => {
    const kept = structuredClone(before);
    const after = change.apply(before);
    expect(after).toEqual(expected);
    expect(before).toEqual(kept);
    expect(change.apply(after)).toBe(after);
    for (const subject of [before, after]) {
      postureSchema.parse(subject.posture);
      hostDocument.parse(subject.host);
      traitsSchema.parse(subject.traits);
    }
  });

  it.each(rows(true))('leaves it where %s, and nobody could read so', (_, before) => {
    const unread = withoutFacts(before);
    postureSchema.parse(unread.posture);
    hostDocument.parse(unread.host);
    traitsSchema.parse(unread.traits);
    expect(change.apply(unread)).toBe(unread);
  });

  it.each(rows(false))('leaves it where %s', (_, before) => expect(change.apply(before)).toBe(before));
});

it('changeSet is twelve hex digits', () => expect(changeSet).toMatch(/^[0-9a-f]{12}$/));
