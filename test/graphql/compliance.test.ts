/** Frameworks over containers and hosts, counted in the database, held to what the pure rules make of each. */
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import { openJudgements } from '../../apps/api/src/judgement/judgement-writer.js';
import {
  hashDocument,
  type HostDocument,
  type Posture,
  type Traits,
} from '../../packages/posture/src/index.js';
import {
  controlState,
  evaluateHost,
  evaluateRules,
  frameworks,
  isAssessed,
  stateOver,
  type OutcomeState,
} from '../../packages/rules/src/index.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterAll(() => app.close());

const traits: Traits = {
  schema: 'shoji.traits/1',
  runtime: 'docker',
  declared: null,
  deviations: [],
  ports: [],
  orphan: null,
};
const daemon = (configuration: Record<string, string | boolean>): HostDocument => ({
  ...hostDocument,
  runtimesComplete: true,
  processesComplete: true,
  runtimes: [{ name: 'docker', version: '27.3.1', configuration }],
});

const store = (table: string, document: object) =>
  app.database
    .query(`INSERT INTO ${table} (hash, document) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      hashDocument(document),
      JSON.stringify(document),
    ])
    .then(() => hashDocument(document));

async function host(document: HostDocument): Promise<string> {
  const hash = await store('host_document', document);
  const id = await addHost(app.database);
  await app.database.query('UPDATE host SET document_hash = $2 WHERE id = $1', [id, hash]);
  return id;
}

/** A container of a posture on a host, judged by the real engine. */
async function container(
  hostId: string,
  posture: Posture,
  document: HostDocument,
  count = 1,
  beside: Traits = traits,
): Promise<string[]> {
  const hashes = [
    await store('posture', posture),
    await store('host_document', document),
    await store('traits', beside),
  ] as const;
  const [postureHash, hostHash, traitsHash] = hashes;
  const triple = { posture: postureHash, host: hostHash, traits: traitsHash };
  await openJudgements(app.database, [triple]);
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const id = await addContainer(app.database, hostId, { risk: null });
    await app.database.query(
      `UPDATE container SET posture_hash = $2, host_hash = $3, traits_hash = $4, judgement_id = j.id FROM judgement j
       WHERE container.id = $1 AND (j.posture_hash, j.host_hash, j.traits_hash) = ($2, $3, $4)`,
      [id, ...hashes],
    );
    ids.push(id);
  }
  await new Evaluator(app.database, new RuleSets(app.database)).evaluate(triple);
  return ids;
}

interface Result {
  control: { id: string };
  state: string;
  pass: number;
  fail: number;
  unknown: number;
  notApplicable: number;
}
interface Answer {
  compliance: {
    containerCount: number;
    hostCount: number;
    controlCounts: Record<string, number>;
    results: Result[];
  };
}

const ask = async (framework: string, filter: object | null = null) => {
  const answer = await app.ask<Answer>(
    `query ($framework: ID!, $filter: ContainerFilter) { compliance(framework: $framework, filter: $filter) {
       containerCount hostCount controlCounts { pass fail unknown notApplicable notAssessed }
       results { control { id } state pass fail unknown notApplicable } } }`,
    { framework, filter },
    headers,
  );
  expect(answer.errors).toEqual([]);
  return answer.data.compliance;
};
const resultOf = ({ results }: Answer['compliance'], id: string) =>
  results.find(({ control }) => control.id === id);

it('lists frameworks with their controls, rules and why a control is not assessed', async () => {
  const { data } = await app.ask<{
    frameworks: {
      id: string;
      controls: { id: string; rules: { id: string }[]; notAssessed: string | null }[];
    }[];
  }>(
    '{ frameworks { id name version scope controls { id title section about notAssessed rules { id about } } } }',
    {},
    headers,
  );
  expect(data.frameworks.map(({ id }) => id)).toEqual(frameworks.map(({ id }) => id));
  for (const { controls } of data.frameworks)
    for (const { rules, notAssessed } of controls) expect(rules.length > 0).toBe(notAssessed === null);
});

it('refuses a framework that there is not', async () => {
  const answer = await app.ask('{ compliance(framework: "iso") { containerCount } }', {}, headers);
  expect(answer.code).toBe('BAD_USER_INPUT');
});

describe('compliance of a fleet', () => {
  const open = closedPosture({
    namespaces: { ...closedPosture({}).namespaces, pid: 'host' },
    seccomp: { mode: 'disabled', filters: 0 },
  });
  const blind = closedPosture({
    seccomp: { mode: { unreadable: 'EACCES' }, filters: { unreadable: 'EACCES' } },
  });
  const closed = closedPosture({});
  const [careful, careless] = [
    daemon({ 'userns-remap': 'default', 'live-restore': true }),
    daemon({ hosts: 'tcp://0.0.0.0:2375' }),
  ];
  let ids: Record<'careful' | 'careless' | 'silent', string>;
  let opened: string[];

  beforeAll(async () => {
    ids = {
      careful: await host(careful),
      careless: await host(careless),
      silent: await addHost(app.database),
    };
    await container(ids.careful, closed, careful, 3);
    await container(ids.careful, blind, careful, 2);
    opened = await container(ids.careless, open, careless, 4);
    await addContainer(app.database, ids.silent, { risk: null });
    await addContainer(app.database, ids.silent, { risk: null, self: true });
    await addContainer(app.database, ids.silent, { risk: null, kind: 'service' });
  });

  it.each(frameworks.map(({ id }) => id))(
    'of %s counts what the pure rules make of each container and host',
    async (id) => {
      const answer = await ask(id);
      const framework = frameworks.find((each) => each.id === id)!;
      expect(answer).toMatchObject({ containerCount: 10, hostCount: 3 });
      const said = (outcomes: { rule: string; state: OutcomeState }[], n: number) => ({
        n,
        of: new Map(outcomes.map(({ rule, state }) => [rule, state])),
      });
      const containers = [
        said(evaluateRules({ posture: closed, host: careful, traits }), 3),
        said(evaluateRules({ posture: blind, host: careful, traits }), 2),
        said(evaluateRules({ posture: open, host: careless, traits }), 4),
        said([], 1),
      ];
      const hosts = [said(evaluateHost(careful), 1), said(evaluateHost(careless), 1), said([], 1)];
      const expected = framework.controls.map((control) => {
        const count = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
        if (isAssessed(control))
          for (const { n, of } of control.about === 'host' ? hosts : containers)
            count[controlState(control, (rule) => of.get(rule)) as OutcomeState] += n;
        const { pass, fail, unknown, 'not-applicable': notApplicable } = count;
        const state = isAssessed(control) ? stateOver(count) : 'not-assessed';
        return {
          control: { id: control.id },
          state: state.replace('-', '_'),
          pass,
          fail,
          unknown,
          notApplicable,
        };
      });
      expect(answer.results).toEqual(expected);
      const total = Object.values(answer.controlCounts).reduce((sum, n) => sum + n, 0);
      expect(total).toBe(framework.controls.length);
    },
  );

  it('of one host, container or workload counts that alone', async () => {
    const onHost = await ask('pss-baseline', { hostId: ids.careless });
    expect(onHost).toMatchObject({ containerCount: 4, hostCount: 1 });
    expect(resultOf(onHost, 'hostNamespaces')).toMatchObject({ state: 'fail', fail: 4, pass: 0 });
    const one = await ask('pss-baseline', { containerId: opened[0] });
    expect(one).toMatchObject({ containerCount: 1 });
    expect(resultOf(one, 'seccompProfile_baseline')).toMatchObject({ state: 'fail', fail: 1 });
    const [workload] = await app.database.query<{ id: string }>(
      "INSERT INTO workload (key, scheme, name) VALUES ('k', 'image', 'web') RETURNING id",
    );
    for (const id of opened.slice(0, 2))
      await app.database.query(
        "INSERT INTO workload_member (container_id, workload_id, instance_hash) VALUES ($1, $2, 'i')",
        [id, workload!.id],
      );
    expect(await ask('pss-baseline', { workloadId: workload!.id })).toMatchObject({ containerCount: 2 });
    expect(await ask('pss-baseline', { workloadId: 'nobody' })).toMatchObject({ containerCount: 0 });
  });

  it.each(['cis-docker-1.6.0', 'cis-docker-1.8.0'])('of %s assesses what a runtime was told', async (cis) => {
    const told = (facts: Partial<Traits>) => ({ ...traits, ...facts });
    const id = await host(careful);
    const [loose] = await container(
      id,
      closed,
      careful,
      1,
      told({
        restart: { policy: 'always', retries: null },
        healthCheck: false,
        cgroupParent: '/special',
        sysctls: ['kernel.msgmax'],
      }),
    );
    const [tight] = await container(
      id,
      closed,
      careful,
      1,
      told({
        restart: { policy: 'on-failure', retries: 5 },
        healthCheck: true,
        cgroupParent: null,
        sysctls: ['net.ipv4.tcp_syncookies'],
      }),
    );
    const none = { unsupported: 'LXC does neither' };
    const [lxc] = await container(id, closed, careful, 1, told({ restart: none, healthCheck: none }));
    const states = async (containerId: string | undefined) => {
      const [docker, pods] = await Promise.all([
        ask(cis, { containerId }),
        ask('pss-baseline', { containerId }),
      ]);
      const of = ['4.6', '5.15', '5.25', '5.27'].map((control) => resultOf(docker, control));
      return [...of, resultOf(pods, 'sysctls')].map((result) => result?.state);
    };
    expect(await states(loose)).toEqual(['fail', 'fail', 'fail', 'fail', 'fail']);
    expect(await states(tight)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(await states(lxc)).toEqual([
      'not_applicable',
      'not_applicable',
      'unknown',
      'not_applicable',
      'unknown',
    ]);
    const { data } = await app.ask<{
      container: { traits: Traits; findings: { rule: { id: string }; evidence: { text: string }[] }[] };
    }>(
      'query ($id: ID!) { container(id: $id) { traits findings { rule { id } evidence { text } } } }',
      { id: loose },
      headers,
    );
    expect(data.container.traits).toMatchObject({ healthCheck: false, sysctls: ['kernel.msgmax'] });
    const found = new Map(data.container.findings.map(({ rule, evidence }) => [rule.id, evidence[0]?.text]));
    expect(found.get('unsafe-sysctl-set')).toBe('sets kernel.msgmax');
    expect(found.get('cgroup-parent-not-default')).toContain('/special');
  });

  it('never passes what is not known or not judged', async () => {
    const unjudged = await ask('cis-docker-1.8.0', { hostId: ids.silent });
    expect(unjudged).toMatchObject({ containerCount: 1, hostCount: 1, controlCounts: { pass: 0, fail: 0 } });
    const blindToo = await ask('pss-baseline', { hostId: ids.careful });
    expect(resultOf(blindToo, 'seccompProfile_baseline')).toMatchObject({
      state: 'unknown',
      pass: 3,
      unknown: 2,
    });
  });

  it('tells what a host lacks on the host, and nowhere on its containers', async () => {
    const { data } = await app.ask<{
      host: { findings: { rule: { id: string; about: string }; state: string; severity: string }[] };
      container: { findings: { rule: { about: string } }[] };
    }>(
      `query ($host: ID!, $container: ID!) {
         host(id: $host) { findings { rule { id about } state severity evidence { field text } } }
         container(id: $container) { findings { rule { about } } } }`,
      { host: ids.careless, container: opened[0] },
      headers,
    );
    expect(data.host.findings[0]).toMatchObject({
      rule: { id: 'docker-listens-without-tls', about: 'host' },
      state: 'fail',
      severity: 'critical',
    });
    expect(new Set(data.container.findings.map(({ rule }) => rule.about))).toEqual(new Set(['container']));
  });
});
