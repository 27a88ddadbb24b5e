import { readdirSync } from 'node:fs';
import { posture as postureSchema, hostDocument, traits as traitsSchema } from '@shoji/posture';
import { escapePaths, pathSet } from './catalogue.js';
import type { Case } from './testing/cases.js';

const files = readdirSync(new URL('./paths/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const ids = files.filter((name) => !name.endsWith('.cases.ts')).map((name) => name.slice(0, -'.ts'.length));

const exported = new Map<string, unknown[]>();
const tables = new Map<string, readonly Case[]>();
for (const id of ids) {
  exported.set(id, Object.values((await import(`./paths/${id}.ts`)) as object));
  if (files.includes(`${id}.cases.ts`))
    tables.set(id, ((await import(`./paths/${id}.cases.ts`)) as { table: readonly Case[] }).table);
}

/** Ways that rest on what no fact of a host tells: they are never called open. */
const neverOpen = new Set(['kubelet-logs', 'device-node-for-host-user', 'kernel-flaw']);

describe('escapePaths', () => {
  it('lists exactly the way that each file defines, under the name of the file', () => {
    expect(escapePaths.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const path of escapePaths) expect(exported.get(path.id)).toEqual([path]);
  });

  it.each(escapePaths.map((path) => [path.id, path] as const))('%s is described in full', (id, path) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(path.explanation.length).toBeGreaterThan(120);
    expect(path.title.length).toBeGreaterThan(10);
    expect(path.techniques.every((technique) => /^T\d{4}(\.\d{3})?$/.test(technique))).toBe(true);
    expect(path.techniques).toContain('T1611');
    expect(path.references.length).toBeGreaterThan(0);
    expect(path.conditions.length).toBeGreaterThan(0);
  });

  it.each(ids)('%s has cases of every state it can have, told apart by name', (id) => {
    const table = tables.get(id) ?? [];
    const states = ['blocked', 'possible', ...(neverOpen.has(id) ? [] : ['open'])];
    expect([...new Set(table.map(({ state }) => state))].sort()).toEqual(states.sort());
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  });
});

describe.each(escapePaths.map((path) => [path.id, path] as const))('%s', (id, path) => {
  it.each((tables.get(id) ?? []).map((row) => [row.state, row.name, row] as const))(
    'is %s where %s',
    (_, __, { subject, state, stoppedAt }) => {
      postureSchema.parse(subject.posture);
      hostDocument.parse(subject.host);
      traitsSchema.parse(subject.traits);
      const verdict = path.judge(subject);
      expect({ path: verdict.path, state: verdict.state, steps: verdict.steps }).toMatchObject({
        path: id,
        state,
      });
      const stops = verdict.steps.filter((step) => step.state === 'stop').map(({ wall }) => wall);
      expect([...new Set(stops)]).toEqual(stoppedAt);
      for (const { reason } of verdict.steps) expect(reason.length).toBeGreaterThan(10);
    },
  );
});

it('pathSet is twelve hex digits', () => expect(pathSet).toMatch(/^[0-9a-f]{12}$/));
