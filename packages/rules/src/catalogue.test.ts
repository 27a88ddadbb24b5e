import { readdirSync } from 'node:fs';
import { posture as schema } from '@shoji/posture';
import { rules, ruleSet } from './catalogue.js';
import { evaluateRules } from './evaluate.js';
import type { Rule } from './rule.js';
import type { Case } from './testing/cases.js';
import { defaultDockerPosture, subjectOf } from '../../posture/src/testing/posture.js';

const directory = new URL('./rules/', import.meta.url);
const files = readdirSync(directory).filter((name) => name.endsWith('.ts'));
const ids = files
  .filter((name) => !/\.(cases|test)\.ts$/.test(name))
  .map((name) => name.slice(0, -'.ts'.length));

const exported = new Map<string, unknown[]>();
const tables = new Map<string, readonly Case[]>();
for (const id of ids) {
  exported.set(id, Object.values((await import(`./rules/${id}.ts`)) as object));
  if (files.includes(`${id}.cases.ts`))
    tables.set(id, ((await import(`./rules/${id}.cases.ts`)) as { cases: readonly Case[] }).cases);
}

describe('rules', () => {
  it('lists exactly the rule that each file defines, under the name of the file', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const rule of rules) expect(exported.get(rule.id)).toEqual([rule]);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is described in full', (id, rule) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    for (const text of [rule.title, rule.rationale, rule.remediation])
      expect(text.length).toBeGreaterThan(20);
    expect(rule.references.length).toBeGreaterThan(0);
    expect(rule.fields.length).toBeGreaterThan(0);
    expect(rule.revision).toBeGreaterThan(0);
  });

  it.each(rules.map(({ id }) => id))(
    '%s has cases that pass, fail and stay unknown, told apart by name',
    (id) => {
      const table = tables.get(id) ?? [];
      const states = new Set(table.map(({ state }) => state));
      for (const state of ['pass', 'fail', 'unknown'] as const) expect(states).toContain(state);
      expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    },
  );
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id: string, rule: Rule) => {
  it.each((tables.get(id) ?? []).map((row) => [row.state, row.name, row] as const))(
    'gives %s where %s',
    (_, __, row) => {
      schema.parse(row.posture);
      const outcome = rule.judge(subjectOf(row.posture, row.host, row.traits));
      expect(outcome).toMatchObject({ rule: id, wall: rule.wall, state: row.state });
      if (row.state === 'fail' || row.state === 'unknown')
        expect(outcome).toMatchObject({ severity: row.severity ?? rule.severity });
      expect(outcome.atMost).toBe(row.atMost);
      if (row.state !== 'pass') expect(outcome.evidence.length).toBeGreaterThan(0);
      for (const { field } of outcome.evidence) expect(field).toMatch(/^[a-z]+(\.[A-Za-z_0-9]+)+(\[\d+\])?$/);
    },
  );
});

describe('evaluateRules', () => {
  it('gives one outcome a rule, in the order of the catalogue', () => {
    const outcomes = evaluateRules(subjectOf(defaultDockerPosture()));
    expect(outcomes.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  });

  it('names the fact, its value and the kernel file', () => {
    const document = defaultDockerPosture();
    document.namespaces.pid = 'host';
    expect(evaluateRules(subjectOf(document))[0]?.evidence).toEqual([
      { field: 'namespaces.pid', value: 'host', text: "the PID namespace is the host's (/proc/PID/ns/pid)" },
    ]);
    document.namespaces.pid = { unreadable: 'EACCES' };
    expect(evaluateRules(subjectOf(document))[0]?.evidence).toEqual([
      {
        field: 'namespaces.pid',
        value: { unreadable: 'EACCES' },
        text: 'could not be read: EACCES (/proc/PID/ns/pid)',
      },
    ]);
  });
});

describe('ruleSet', () => {
  it('is twelve hex digits', () => expect(ruleSet).toMatch(/^[0-9a-f]{12}$/));
});
