/** Custom rules as people try, save, change and retire them; and what everything that names rules then says. */
import { randomUUID } from 'node:crypto';
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import { ruleSet as builtIn } from '../../packages/risk/src/index.js';
import { closedPosture } from '../harness/documents.js';
import { addUnjudged } from '../jobs/harness.js';
import { bearer, TestApp, type Answer } from './app.js';

let app: TestApp;
let analyst: Record<string, string>;
let viewer: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  analyst = bearer(await app.token('analyst'));
  viewer = bearer(await app.token('viewer'));
});
afterAll(() => app.close());

const definition = {
  id: 'own-uid',
  title: 'It runs as another user than ours',
  wall: 'user',
  severity: 'medium',
  rationale: 'Ours has the id 1000.',
  fix: 'Run it with --user 1000.',
  expression: 'posture.user.uid == 1000',
};
type Given = Partial<typeof definition>;

const parts = `id problem newest { version title severity expression retired note savedBy }
  versions { version expression retired note savedBy savedAt } counts { fail unknown pass notApplicable }`;

interface Rule {
  id: string;
  problem: string | null;
  newest: { version: number; title: string; expression: string; retired: boolean; note: string | null };
  versions: { version: number; expression: string; retired: boolean; note: string | null; savedBy: string }[];
  counts: Record<'fail' | 'unknown' | 'pass' | 'notApplicable', number>;
}

const save = (given: Given, replaces: number | null = null, who = analyst, note: string | null = null) =>
  app.ask<{ saveCustomRule: Rule }>(
    `mutation ($rule: CustomRuleInput!, $replaces: Int, $note: String) {
       saveCustomRule(rule: $rule, replaces: $replaces, note: $note) { ${parts} } }`,
    { rule: { ...definition, ...given }, replaces, note },
    who,
  );
const retire = (id: string, version: number, who = analyst) =>
  app.ask<{ retireCustomRule: Rule }>(
    `mutation ($id: ID!, $version: Int!) { retireCustomRule(id: $id, version: $version, note: "no longer") { ${parts} } }`,
    { id, version },
    who,
  );
const list = async (): Promise<Rule[]> => {
  const answer = await app.ask<{ customRules: Rule[] }>(`{ customRules { ${parts} } }`, {}, viewer);
  expect(answer.errors).toEqual([]);
  return answer.data.customRules;
};
const fresh = (): string => `rule-x${randomUUID().replaceAll('-', '')}`;
/** Saves a rule under an id of its own; gives it. */
const saved = async (given: Given = {}): Promise<Rule> => {
  const answer = await save({ id: fresh(), ...given });
  expect(answer.errors).toEqual([]);
  return answer.data.saveCustomRule;
};

interface Trial {
  containers: number;
  fail: number;
  unknown: number;
  pass: number;
  notApplicable: number;
  notTried: number;
  distinct: number;
  mostSteps: number;
  examples: {
    container: { id: string; name: string } | null;
    alike: number;
    state: string;
    evidence: { field: string; value: unknown }[];
  }[];
}
interface Tested {
  problem: { message: string; line: number; column: number } | null;
  reads: string[];
  trial: Trial | null;
}
const ask = (expression: string, who = analyst): Promise<Answer<{ testCustomRule: Tested }>> =>
  app.ask(
    `query ($expression: String!) { testCustomRule(expression: $expression) { problem { message line column } reads
       trial { containers fail unknown pass notApplicable notTried distinct mostSteps
         examples { container { id name } alike state evidence { field value text } } } } }`,
    { expression },
    who,
  );
const tested = async (expression: string): Promise<Tested> => {
  const answer = await ask(expression);
  expect(answer.errors).toEqual([]);
  return answer.data.testCustomRule;
};
const tried = async (expression: string): Promise<Trial> => (await tested(expression)).trial!;

describe('testCustomRule', () => {
  it.each([
    ['posture.user.uid ==', 1, 20, 'EOF'],
    ['posture.user.uid == 1000 &&\n  posture.user.named', 2, 16, 'There is no field named.'],
    ['posture.user.uid == "root"', 1, 1, 'int == string'],
    [`posture.lsm.apparmor.profile.matches("(a+)+$")`, 1, 1, 'glob("/etc/*")'],
    ['true', 1, 1, 'The expression reads no fact.'],
    [' '.repeat(3000), 1, 1, '2000'],
    ['', 1, 1, ''],
  ])('says of %j where it is wrong, and what', async (expression, line, column, words) => {
    const { problem, trial } = await tested(expression);
    expect(trial).toBeNull();
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toContain(words);
  });

  it('counts what it would say of every container that runs, and shows some with the facts that decided', async () => {
    const before = await tried(definition.expression);
    const user = (uid: unknown) => ({ user: { ...closedPosture().user, uid: uid as number } });
    const failing = await addUnjudged(app.database, user(0));
    await addUnjudged(app.database, user(0));
    await addUnjudged(app.database, user(1000));
    const unread = await addUnjudged(app.database, user({ unreadable: 'EACCES' }));
    for (const change of [`state = 'gone', gone_at = now()`, 'self = true', `kind = 'process'`]) {
      const { id } = await addUnjudged(app.database, user(0));
      await app.database.query(`UPDATE container SET ${change} WHERE id = $1`, [id]);
    }
    const after = await tried(definition.expression);
    const more = (state: 'containers' | 'fail' | 'unknown' | 'pass' | 'distinct') =>
      after[state] - before[state];
    expect([more('containers'), more('fail'), more('unknown'), more('pass'), more('distinct')]).toEqual([
      4, 2, 1, 1, 3,
    ]);
    expect(after.notTried).toBe(0);
    expect(after.examples[0]).toMatchObject({
      state: 'fail',
      alike: 2,
      evidence: [{ field: 'user.uid', value: 0 }],
    });
    expect([failing.id]).not.toContain(unread.id);
    expect(after.examples.find(({ state }) => state === 'unknown')).toMatchObject({
      container: { id: unread.id },
      evidence: [{ field: 'user.uid', value: { unreadable: 'EACCES' } }],
    });
    expect((await tried('posture.lsm.selinux.type == "container_t"')).notApplicable).toBe(after.containers);
  });

  it('ends on an expression that would take forever, which is then decided nowhere', async () => {
    await addUnjudged(app.database, {
      capabilities: {
        ...closedPosture().capabilities,
        bounding: Array.from({ length: 41 }, (_, i) => `CAP_${i}`),
      },
    });
    const nested = (depth: number, body: string): string =>
      depth === 0 ? body : `posture.capabilities.bounding.all(c${depth}, ${nested(depth - 1, body)})`;
    const { unknown, mostSteps, examples } = await tried(nested(5, 'host.cpus > 0'));
    expect(unknown).toBe(1);
    expect(mostSteps).toBeGreaterThan(20_000);
    expect(examples[0]?.state).toBe('unknown');
  });

  it('takes no more than two trials at once, and is not for viewers', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(definition.expression)));
    expect(answers.some(({ code }) => code === 'RATE_LIMITED')).toBe(true);
    expect(answers.some(({ code }) => code === undefined)).toBe(true);
    expect((await ask(definition.expression, viewer)).code).toBe('FORBIDDEN');
    expect((await ask(definition.expression, {})).code).toBe('UNAUTHENTICATED');
  });
});

describe('saveCustomRule', () => {
  it('keeps every version with who saved it, when and why', async () => {
    const id = fresh();
    expect((await save({ id }, null, analyst, '  our image  ')).data.saveCustomRule.newest.version).toBe(1);
    const edited = await save({ id, expression: 'posture.user.uid >= 1000' }, 1);
    expect(edited.data.saveCustomRule.newest).toMatchObject({ version: 2, retired: false });
    const gone = await retire(id, 2);
    expect(gone.data.retireCustomRule.newest).toMatchObject({ version: 3, retired: true, note: 'no longer' });
    expect((await save({ id }, 3)).data.saveCustomRule.newest).toMatchObject({ version: 4, retired: false });
    const rule = (await list()).find((one) => one.id === id);
    expect(rule?.versions).toEqual(
      [
        { version: 4, expression: definition.expression, retired: false, note: null },
        { version: 3, expression: 'posture.user.uid >= 1000', retired: true, note: 'no longer' },
        { version: 2, expression: 'posture.user.uid >= 1000', retired: false, note: null },
        { version: 1, expression: definition.expression, retired: false, note: 'our image' },
      ].map((one): unknown => expect.objectContaining({ ...one, savedBy: 'token:analyst' })),
    );
    const log = await app.database.query<{ action: string; actor: string; version: number }>(
      `SELECT action, actor, (detail->>'version')::int AS version FROM audit_event WHERE subject = $1 ORDER BY id`,
      [id],
    );
    expect(log.map(({ action, version }) => `${action} ${version}`)).toEqual([
      'custom-rule-saved 1',
      'custom-rule-saved 2',
      'custom-rule-retired 3',
      'custom-rule-saved 4',
    ]);
    for (const change of [
      'DELETE FROM custom_rule',
      `UPDATE custom_rule SET note = 'x'`,
      'TRUNCATE custom_rule',
    ])
      await expect(app.database.query(change)).rejects.toThrow('append-only');
  });

  it('refuses what starts from an older version, and lets one of many at once through', async () => {
    const { id } = await saved();
    const edits = await Promise.all(
      Array.from({ length: 6 }, (_, n) => save({ id, expression: `posture.user.uid == ${n}` }, 1)),
    );
    expect(edits.filter(({ code }) => code === undefined)).toHaveLength(1);
    expect(edits.filter(({ code }) => code === 'CONFLICT')).toHaveLength(5);
    expect(edits.find(({ code }) => code === 'CONFLICT')?.errors[0]).toMatchObject({
      message: 'Version 2 was saved meanwhile by analyst; yours starts from version 1.',
      extensions: { newest: 2 },
    });
    expect((await retire(id, 1)).code).toBe('CONFLICT');
    expect((await list()).find((rule) => rule.id === id)?.versions).toHaveLength(2);
  });

  it.each<[string, Given, number | null, object, string]>([
    [
      'a wrong expression',
      { expression: 'posture.user.name == "x"' },
      null,
      { field: 'expression', line: 1, column: 14 },
      'no field name',
    ],
    [
      'a huge expression',
      { expression: `posture.user.uid == 1 || ${'x'.repeat(100_000)}` },
      null,
      { field: 'expression' },
      '2000 characters',
    ],
    ['a name that is none', { id: 'Own UID' }, null, { field: 'id' }, 'kebab-case'],
    ['the name of a built-in rule', { id: 'no-memory-limit' }, null, { field: 'id' }, 'built-in rule'],
    ['the name of a way out', { id: 'runtime-socket' }, null, { field: 'id' }, 'way out'],
    ['no title', { title: ' ' }, null, { field: 'title' }, 'Title must be a text'],
    ['a long title', { title: 'x'.repeat(201) }, null, { field: 'title' }, '200 characters'],
    ['what is not text', { rationale: 'a\0b' }, null, { field: 'rationale' }, 'not text'],
    ['an edit of nothing', { id: 'no-such-rule' }, 3, { field: 'id' }, 'no such rule'],
  ])('refuses %s, and says which field', async (_, given, replaces, extensions, words) => {
    const answer = await save({ id: fresh(), ...given }, replaces);
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.errors[0]?.extensions).toMatchObject(extensions);
    expect(answer.errors[0]?.message).toContain(words);
  });

  it('refuses a taken id, an edit that changes nothing, and to retire twice', async () => {
    const { id } = await saved();
    expect((await save({ id })).errors[0]?.message).toBe('There is a rule of this id.');
    expect((await save({ id }, 1)).errors[0]?.message).toBe('Nothing is different from version 1.');
    expect((await retire(id, 1)).code).toBeUndefined();
    expect((await save({ id })).errors[0]?.message).toBe('There is a rule of this id, which is retired.');
    expect((await retire(id, 2)).errors[0]?.message).toBe('It is retired already.');
    expect((await retire('no-such-rule', 1)).errors[0]?.message).toBe('There is no such rule.');
  });

  it('is not for viewers', async () => {
    const { id } = await saved();
    expect((await save({ id: fresh() }, null, viewer)).code).toBe('FORBIDDEN');
    expect((await retire(id, 1, viewer)).code).toBe('FORBIDDEN');
    expect((await save({ id: fresh() }, null, {})).code).toBe('UNAUTHENTICATED');
  });
});

describe('a rule that was saved', () => {
  const evaluate = async (triple: { posture: string; host: string; traits: string }) => {
    const ruleSets = new RuleSets(app.database);
    await new Evaluator(app.database, ruleSets).evaluate(triple);
    return (await ruleSets.current()).version;
  };
  const query = `query ($id: ID!, $rule: ID!) { container(id: $id) {
      risk { score ruleSet outdated parts { id title points wall } } walls { wall reasons }
      findings { rule { id title rationale remediation custom severity } evidence { field value } exceptions { owner } } }
    findings(filter: { rule: $rule, containerId: $id }) { totalCount }
    fleet { topRules(first: 200) { rule { id title custom } containers } } rules { id custom } }`;
  interface Seen {
    container: {
      risk: { score: number; ruleSet: string; outdated: boolean; parts: { id: string; title: string }[] };
      walls: { wall: string; reasons: string[] }[];
      findings: { rule: { id: string; title: string; custom: boolean }; evidence: { field: string }[] }[];
    };
    findings: { totalCount: number };
    fleet: { topRules: { rule: { id: string; title: string; custom: boolean }; containers: number }[] };
    rules: { id: string; custom: boolean }[];
  }
  const see = async (id: string, rule: string): Promise<Seen> => {
    const answer = await app.ask<Seen>(query, { id, rule }, viewer);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };

  it('is known wherever a rule is: findings, walls, parts, rankings, lists; and is still named once it is retired', async () => {
    const { id } = await saved({ title: 'Not ours' });
    const triple = await addUnjudged(app.database, { user: { ...closedPosture().user, uid: 77 } });
    const version = await evaluate(triple);
    expect(version).not.toBe(builtIn);
    const seen = await see(triple.id, id);
    expect(seen.container.risk).toMatchObject({ ruleSet: version, outdated: false });
    expect(seen.container.risk.parts.find((part) => part.id === id)).toMatchObject({
      title: 'Not ours',
      wall: 'user',
    });
    expect(seen.container.walls.find(({ wall }) => wall === 'user')?.reasons).toContain('Not ours');
    expect(seen.container.findings.find(({ rule }) => rule.id === id)).toMatchObject({
      rule: { title: 'Not ours', custom: true, remediation: definition.fix, severity: 'medium' },
      evidence: [{ field: 'user.uid', value: 77 }],
    });
    expect(seen.findings.totalCount).toBe(1);
    expect(seen.fleet.topRules.find(({ rule }) => rule.id === id)).toMatchObject({
      rule: { title: 'Not ours', custom: true },
      containers: 1,
    });
    expect(seen.rules.filter(({ custom }) => custom).map((rule) => rule.id)).toContain(id);
    expect((await list()).find((rule) => rule.id === id)?.counts).toMatchObject({ fail: 1, unknown: 0 });

    await retire(id, 1);
    const later = await see(triple.id, id);
    expect(later.rules.map((rule) => rule.id)).not.toContain(id);
    expect(later.container.risk).toMatchObject({ ruleSet: version, outdated: true });
    expect(later.container.findings.find(({ rule }) => rule.id === id)?.rule.title).toBe('Not ours');
    expect(await evaluate(triple)).not.toBe(version);
    expect((await see(triple.id, id)).findings.totalCount).toBe(0);
  });

  it('can be accepted like any other finding, and opens again with another fact', async () => {
    const { id } = await saved({ expression: 'posture.user.gid == 1' });
    const triple = await addUnjudged(app.database, { user: { ...closedPosture().user, gid: 78 } });
    await evaluate(triple);
    const request = await app.ask<{ requestException: { id: string } }>(
      `mutation ($request: ExceptionRequest!) { requestException(request: $request) { id } }`,
      {
        request: {
          ruleId: id,
          containerId: triple.id,
          scope: 'container',
          owner: 'ada',
          reason: 'legacy',
          expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
        },
      },
      analyst,
    );
    expect(request.errors).toEqual([]);
    await app.ask(
      'mutation ($id: ID!) { approveException(id: $id) { id } }',
      { id: request.data.requestException.id },
      bearer(await app.token('admin')),
    );
    const accepted = await app.ask<{
      container: { accepted: { count: number; score: number }; risk: { score: number } };
    }>(
      'query ($id: ID!) { container(id: $id) { accepted { count score } risk { score } } }',
      { id: triple.id },
      viewer,
    );
    const { container } = accepted.data;
    expect(container.accepted.count).toBe(1);
    expect(container.accepted.score).toBeLessThan(container.risk.score);
    await save({ id, expression: 'posture.user.gid == 1 || posture.user.hostUid == 1' }, 1);
    await evaluate(triple);
    const again = await app.ask<typeof accepted.data>(
      'query ($id: ID!) { container(id: $id) { accepted { count score } risk { score } } }',
      { id: triple.id },
      viewer,
    );
    expect(again.data.container.accepted.count).toBe(0);
  });

  it('judges nothing anew where only its words for people changed, and is the same set once more when it is', async () => {
    const version = async () => (await new RuleSets(app.database).current()).version;
    const before = await version();
    const { id } = await saved();
    const first = await version();
    expect(first).not.toBe(before);
    await save({ id, rationale: 'Said better.' }, 1);
    expect(await version()).toBe(first);
    await save({ id, severity: 'high', rationale: 'Said better.' }, 2);
    expect(await version()).not.toBe(first);
    await save({ id }, 3);
    expect(await version()).toBe(first);
    await retire(id, 4);
    expect(await version()).toBe(before);
  });

  it('is unknown everywhere, and said to be so, where the server no longer understands it', async () => {
    const id = fresh();
    await app.database.query(
      `INSERT INTO custom_rule (rule_id, version, title, wall, severity, rationale, fix, expression, retired, saved_by)
       VALUES ($1, 1, 'Of another time', 'lsm', 'high', 'r', 'f', 'posture.lsm.tomoyo == 1', false, 'user:ada')`,
      [id],
    );
    const triple = await addUnjudged(app.database);
    await evaluate(triple);
    const [outcome] = await app.database.query<{ state: string; text: string }>(
      `SELECT o.state, o.evidence->0->>'text' AS text FROM outcome o JOIN container c USING (judgement_id)
       WHERE c.id = $1 AND o.rule_id = $2`,
      [triple.id, id],
    );
    expect(outcome?.state).toBe('unknown');
    expect(outcome?.text).toContain('no field tomoyo');
    expect((await list()).find((rule) => rule.id === id)?.problem).toContain('no field tomoyo');
    await retire(id, 1);
  });

  it('is one of two hundred at most', async () => {
    await app.database.query(
      `INSERT INTO custom_rule (rule_id, version, title, wall, severity, rationale, fix, expression, retired, saved_by)
       SELECT 'crowd-' || n, 1, 't', 'user', 'low', 'r', 'f', 'posture.user.uid == ' || n, false, 'user:ada'
       FROM generate_series(1, 200) n`,
    );
    const answer = await save({ id: fresh() });
    expect(answer.errors[0]?.message).toBe(
      '200 custom rules are in force, and no more may be: retire one first.',
    );
    expect((await save({ id: 'crowd-1' }, 1)).errors).toEqual([]);
    // All of them on one container, whose best changes are searched with them.
    const triple = await addUnjudged(app.database, { user: { ...closedPosture().user, uid: 79 } });
    await evaluate(triple);
    const [count] = await app.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outcome o JOIN container c USING (judgement_id) WHERE c.id = $1 AND rule_id LIKE 'crowd-%'`,
      [triple.id],
    );
    expect(count?.n).toBe(200);
  });
});
