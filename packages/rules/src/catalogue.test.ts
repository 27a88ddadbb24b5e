import { readdirSync } from 'node:fs';
import { hostDocument, posture as schema, traits } from '@shoji/posture';
import { hostRules, rules, ruleSet } from './catalogue.js';
import { evaluateRules } from './evaluate.js';
import type { HostRule } from './host-rule.js';
import type { Outcome, Rule, RuleDescription } from './rule.js';
import type { Case } from './testing/cases.js';
import type { HostCase } from './testing/host-cases.js';
import { defaultDockerPosture, subjectOf } from '../../posture/src/testing/posture.js';

interface Described {
  exported: ReadonlyMap<string, unknown[]>;
  cases: ReadonlyMap<string, readonly { name: string; state: string }[]>;
  ids: readonly string[];
}

/** What the files of a folder define, and the cases beside them. */
async function described(folder: string): Promise<Described> {
  const files = readdirSync(new URL(`./${folder}/`, import.meta.url)).filter((name) => name.endsWith('.ts'));
  const ids = files
    .filter((name) => !/\.(cases|test)\.ts$/.test(name))
    .map((name) => name.slice(0, -'.ts'.length));
  const exported = new Map<string, unknown[]>();
  const cases = new Map<string, readonly Case[]>();
  for (const id of ids) {
    exported.set(id, Object.values((await import(`./${folder}/${id}.ts`)) as object));
    if (files.includes(`${id}.cases.ts`))
      cases.set(id, ((await import(`./${folder}/${id}.cases.ts`)) as { cases: readonly Case[] }).cases);
  }
  return { exported, cases, ids };
}

const ofContainers = await described('rules');
const ofHosts = await described('host-rules');

describe.each([
  ['rules', rules, ofContainers],
  ['hostRules', hostRules, ofHosts],
] as const)('%s', (_, list: readonly RuleDescription[], { exported, cases, ids }: Described) => {
  it('lists exactly the rule that each file defines, under the name of the file', () => {
    expect(list.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const rule of list) expect(exported.get(rule.id)).toEqual([rule]);
  });

  it.each(list.map((rule) => [rule.id, rule] as const))('%s is described in full', (id, rule) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    for (const text of [rule.title, rule.rationale, rule.remediation])
      expect(text.length).toBeGreaterThan(20);
    expect(rule.references.length).toBeGreaterThan(0);
    expect(rule.fields.length).toBeGreaterThan(0);
    expect(rule.revision).toBeGreaterThan(0);
  });

  it.each(list.map(({ id }) => id))(
    '%s has cases that pass, fail and stay unknown, told apart by name',
    (id) => {
      const table = cases.get(id) ?? [];
      const states = new Set(table.map(({ state }) => state));
      for (const state of ['pass', 'fail', 'unknown'] as const) expect(states).toContain(state);
      expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    },
  );
});

const evidenceField = /^[a-z]+(\.[A-Za-z_0-9]+)+(\[\d+\])?$/;

function expectEvidence({ state, evidence }: Outcome): void {
  if (state !== 'pass') expect(evidence.length).toBeGreaterThan(0);
  for (const { field, text } of evidence) {
    expect(field).toMatch(evidenceField);
    expect(text).not.toMatch(/undefined|\[object/);
  }
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id: string, rule: Rule) => {
  it.each(
    ((ofContainers.cases.get(id) ?? []) as readonly Case[]).map((row) => [row.state, row.name, row] as const),
  )('gives %s where %s', (_, __, row) => {
    schema.parse(row.posture);
    const subject = subjectOf(row.posture, row.host, row.traits);
    traits.parse(subject.traits);
    const outcome = rule.judge(subject);
    expect(outcome).toMatchObject({ rule: id, wall: rule.wall, state: row.state });
    if (row.state === 'fail' || row.state === 'unknown')
      expect(outcome).toMatchObject({ severity: row.severity ?? rule.severity });
    expect(outcome.atMost).toBe(row.atMost);
    expectEvidence(outcome);
  });
});

describe.each(hostRules.map((rule) => [rule.id, rule] as const))('%s', (id: string, rule: HostRule) => {
  it.each(
    ((ofHosts.cases.get(id) ?? []) as readonly HostCase[]).map((row) => [row.state, row.name, row] as const),
  )('gives %s where %s', (_, __, row) => {
    hostDocument.parse(row.host);
    const outcome = rule.judge(row.host);
    expect(outcome).toMatchObject({ rule: id, wall: rule.wall, state: row.state });
    if (row.state === 'fail') expect(outcome).toMatchObject({ severity: row.severity ?? rule.severity });
    for (const field of rule.fields) expect(field).toMatch(/^host\./);
    expectEvidence(outcome);
  });
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
