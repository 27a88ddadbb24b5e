import fc from 'fast-check';
import { hostRules, rules } from '../catalogue.js';
import { outcomeStates, type OutcomeState } from '../rule.js';
import { controlState, isAssessed, stateOver, type Control } from './framework.js';
import { frameworks } from './frameworks.js';

const known = {
  container: new Set(rules.map(({ id }) => id)),
  host: new Set(hostRules.map(({ id }) => id)),
};

describe.each(frameworks.map((framework) => [framework.id, framework] as const))('%s', (id, framework) => {
  it('is described, and tells its controls apart', () => {
    expect(id).toMatch(/^[a-z0-9]+([-.][a-z0-9]+)+$/);
    const ids = framework.controls.map((control) => control.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { title, section } of framework.controls) {
      expect(title.length).toBeGreaterThan(5);
      expect(section.length).toBeGreaterThan(3);
    }
  });

  it.each(framework.controls.map((control) => [control.id, control] as const))(
    '%s has rules that exist, or says why not',
    (_, control) => {
      if (isAssessed(control)) {
        expect(control.rules.length).toBeGreaterThan(0);
        expect(new Set(control.rules).size).toBe(control.rules.length);
        for (const rule of control.rules) expect(known[control.about]).toContain(rule);
      } else expect(control.notAssessed.length).toBeGreaterThan(10);
    },
  );
});

describe('frameworks', () => {
  it('use every rule on containers that fails for more than what was asked for', () => {
    const used = new Set(
      frameworks.flatMap(({ controls }) => controls.filter(isAssessed).flatMap((c) => c.rules)),
    );
    const unused = rules.map(({ id }) => id).filter((id) => !used.has(id));
    // Facts that no list of these names: hygiene of namespaces, and what Shoji alone compares.
    expect(unused.sort()).toEqual([
      'capability-mknod',
      'declared-cgroups-not-enforced',
      'declared-filesystem-not-enforced',
      'declared-namespaces-not-enforced',
      'declared-user-not-enforced',
      'host-cgroup-namespace',
      'host-mount-namespace',
      'inheritable-capabilities',
      'kernel-memory-readable',
      'process-in-other-namespaces',
    ]);
  });

  it('keep the numbers of CIS Docker 1.8.0 from 2.7 on one higher than those of 1.6.0', () => {
    const titles = (id: string) =>
      new Map(frameworks.find((framework) => framework.id === id)?.controls.map((c) => [c.title, c.id]));
    const [old, current] = [titles('cis-docker-1.6.0'), titles('cis-docker-1.8.0')];
    expect([old.get('User ids are mapped'), current.get('User ids are mapped')]).toEqual(['2.9', '2.10']);
    expect([...old].filter(([, id]) => !id.startsWith('2.'))).toEqual(
      [...current].filter(([, id]) => !id.startsWith('2.')),
    );
  });
});

const outcomes = fc.array(fc.option(fc.constantFrom(...outcomeStates), { nil: undefined }), {
  minLength: 1,
  maxLength: 6,
});
const control = (count: number): Control => ({
  id: 'c',
  title: 'A control',
  section: 'S',
  about: 'container',
  rules: Array.from({ length: count }, (_, index) => String(index)),
});

describe('controlState', () => {
  const stateOf = (said: (OutcomeState | undefined)[]) =>
    controlState(control(said.length), (rule) => said[Number(rule)]);

  it.each<[(OutcomeState | undefined)[], string]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'fail'], 'fail'],
    [['unknown', 'fail'], 'fail'],
    [['pass', 'unknown'], 'unknown'],
    [['pass', undefined], 'unknown'],
    [['pass', 'not-applicable'], 'pass'],
    [['not-applicable'], 'not-applicable'],
    [['not-applicable', 'unknown'], 'unknown'],
  ])('makes of %j %s', (said, state) => expect(stateOf(said)).toBe(state));

  it('never passes what is not known or not judged', () => {
    fc.assert(
      fc.property(outcomes, (said) => {
        if (said.some((state) => state === 'unknown' || state === undefined))
          expect(['fail', 'unknown']).toContain(stateOf(said));
      }),
    );
  });

  it('fails exactly where a rule fails, and does not depend on their order', () => {
    fc.assert(
      fc.property(outcomes, (said) => {
        expect(stateOf(said) === 'fail').toBe(said.includes('fail'));
        expect(stateOf([...said].reverse())).toBe(stateOf(said));
      }),
    );
  });

  it('is not assessed where no rule is named', () =>
    expect(controlState({ id: 'c', title: 't', section: 's', notAssessed: 'because' }, () => 'pass')).toBe(
      'not-assessed',
    ));
});

describe('stateOver', () => {
  const counts = fc.record({
    pass: fc.nat(3),
    fail: fc.nat(3),
    unknown: fc.nat(3),
    'not-applicable': fc.nat(3),
  });

  it('passes only where some pass, none fails and none is unknown', () => {
    fc.assert(
      fc.property(counts, (count) =>
        expect(stateOver(count) === 'pass').toBe(count.pass > 0 && count.fail === 0 && count.unknown === 0),
      ),
    );
  });

  it('does not apply over none', () =>
    expect(stateOver({ pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 })).toBe('not-applicable'));
});
