import fc from 'fast-check';
import { changes } from '@shoji/changes';
import { escapePaths } from '@shoji/escape';
import { classicCapabilities, type Subject } from '@shoji/posture';
import type { Rule } from '@shoji/rules';
import {
  bind,
  defaultDockerPosture,
  hardenedPosture,
  posture,
  privilegedPosture,
  subjectOf,
} from '../../posture/src/testing/posture.js';
import { judgeAgain, type Verdicts } from './again.js';
import { improvementOf } from './best-changes.js';
import { judge } from './judge.js';
import { arbitrarySubject, openSubject } from './testing/arbitrary-subject.js';

const improve = (subject: Subject) => improvementOf(subject, judge(subject));
const byId = new Map(changes.map((change) => [change.id, change]));
const made = (subject: Subject, ids: readonly string[]): Subject =>
  ids.reduce((state, id) => byId.get(id)!.apply(state), subject);
const openIn = (subject: Subject): string[] =>
  judge(subject).paths.flatMap(({ path, state }) => (state === 'open' ? [path] : []));
/** All that a score is made of: what held before is not asked again, so neither why it does nor its evidence is told anew. */
const standing = ({ outcomes, paths }: Verdicts) => [
  ...outcomes.map(({ rule, state, severity, atMost }) =>
    state === 'fail' || state === 'unknown' ? [rule, state, severity, atMost] : [rule, 'holds'],
  ),
  ...paths.map(({ path, state }) => [path, state]),
];
const stateIn = ({ outcomes }: Verdicts, id: string) => outcomes.find(({ rule }) => rule === id)?.state;
const anySubject = fc.oneof(arbitrarySubject, openSubject);
const anyChange = fc.constantFrom(...changes);

it('there are fewer ways out than a mask of the search has bits', () =>
  expect(escapePaths.length).toBeLessThan(32));

describe('improvementOf', () => {
  it('puts the change first that closes the way out of a container with the runtime socket', () => {
    const subject = subjectOf(posture((p) => (p.filesystem.mounts = [bind('/run/docker.sock')])));
    const { changes: best, plan } = improve(subject);
    expect(best[0]).toMatchObject({ change: 'remove-runtime-socket', closes: ['runtime-socket'] });
    expect(best[0]!.mends).toContain('runtime-socket-reachable');
    expect(best[0]!.score).toBeLessThan(40);
    expect(plan).toEqual({
      steps: [
        {
          change: 'remove-runtime-socket',
          closes: ['runtime-socket'],
          score: best[0]!.score,
          upTo: best[0]!.upTo,
        },
      ],
      leaves: [],
      shortest: true,
    });
  });

  it('asks rules beyond the catalogue again by what a change sets, and leaves those be that it is not given', () => {
    const further = (id: string, field: string, holds: (subject: Subject) => boolean): Rule => {
      const weigh = (subject: Subject) => ({ state: holds(subject) ? ('pass' as const) : ('fail' as const) });
      return {
        ...{ id, title: id, wall: 'user', severity: 'high', revision: 1, rationale: '', remediation: '' },
        ...{ references: [], fields: [field], weigh },
        judge: (subject) => ({ rule: id, wall: 'user', severity: 'high', ...weigh(subject), evidence: [] }),
      };
    };
    const holding: [string, (subject: Subject) => boolean][] = [
      ['user.noNewPrivileges', ({ posture: { user } }) => user.noNewPrivileges === true],
      ['capabilities', ({ posture: { capabilities } }) => JSON.stringify(capabilities).length < 99],
      ['posture', ({ posture: { cgroups } }) => JSON.stringify(cgroups.pids).includes('4096')],
      ['host', ({ host }) => host.lockdown === 'none'],
    ];
    const rules = holding.map(([field, holds], index) => further(`ours-${index}`, field, holds));
    const subject = subjectOf(defaultDockerPosture());
    const judgement = judge(subject, rules);
    expect(judgement.outcomes.slice(-4).map(({ state }) => state)).toEqual(['fail', 'fail', 'fail', 'pass']);
    for (const { change, mends, score } of improvementOf(subject, judgement, rules).changes) {
      const after = judge(made(subject, [change]), rules);
      expect([change, score]).toEqual([change, after.risk.score]);
      const mended = rules.filter(
        ({ id }) => [judgement, after].map((one) => stateIn(one, id)).join() === 'fail,pass',
      );
      expect(mends.filter((id) => id.startsWith('ours-'))).toEqual(mended.map(({ id }) => id));
    }
    const without = improvementOf(subject, judgement).changes;
    expect(without.flatMap(({ mends }) => mends).filter((id) => id.startsWith('ours-'))).toEqual([]);
    expect(without.every(({ score }) => score > 0)).toBe(true);
  });

  it('takes the change that asks least where several close the same', () => {
    const subject = subjectOf(posture((p) => (p.filesystem.mounts = [bind('/etc')])));
    expect(improve(subject).plan.steps.map(({ change }) => change)).toEqual(['read-only-sensitive-mounts']);
  });

  it('closes every way of a container without walls with one change', () => {
    const subject = subjectOf(privilegedPosture(classicCapabilities));
    const { plan } = improve(subject);
    expect(plan.shortest).toBe(true);
    // It shares the IPC namespace and the network of the host as well, where NET_RAW is enough.
    expect(plan.steps.map(({ change }) => change)).toEqual(['private-user-namespace']);
    expect(openIn(made(subject, ['without-privileged']))).toEqual(['host-ipc', 'host-network']);
  });

  it('needs two changes where no single one closes a way with two doors', () => {
    const subject = subjectOf(
      posture((p) => {
        p.filesystem.exposedPaths = ['/proc/sys'];
        p.filesystem.mounts = [bind('/proc', { type: 'proc' })];
        p.lsm.apparmor = { unsupported: 'none' };
        // Nobody else is mapped, and its root stays root.
        p.user.uidMappings = { unreadable: 'EACCES' };
        p.namespaces.user = { unreadable: 'EACCES' };
      }),
    );
    const { plan } = improve(subject);
    expect(openIn(subject)).toContain('host-procfs');
    expect(plan.steps).toHaveLength(2);
    expect(plan.steps.map(({ change }) => change).sort()).toEqual([
      'cover-kernel-paths',
      'read-only-sensitive-mounts',
    ]);
  });

  it('says what no change closes', () => {
    const subject = subjectOf(
      posture((p) => {
        p.namespaces.mount = 'host';
        p.namespaces.user = { unreadable: 'EACCES' };
        p.user.uidMappings = { unreadable: 'EACCES' };
        p.lsm.apparmor = { unsupported: 'none' };
      }),
    );
    const { plan } = improve(subject);
    expect(plan.leaves).toContain('runtime-socket');
    for (const { closes } of plan.steps) expect(closes).not.toContain('runtime-socket');
  });

  it('has an empty plan where no way is open, and still says what lowers the risk', () => {
    const { changes: best, plan } = improve(subjectOf(defaultDockerPosture()));
    expect(plan).toEqual({ steps: [], leaves: [], shortest: true });
    expect(best.map(({ change }) => change)).toContain('read-only-root');
    expect(improve(subjectOf(hardenedPosture())).changes.length).toBeLessThan(best.length);
  });
});

describe('a change of any subject', () => {
  it('is judged again as it is judged anew', () => {
    fc.assert(
      fc.property(anySubject, fc.array(anyChange, { minLength: 1, maxLength: 3 }), (subject, chain) => {
        let verdicts: Verdicts = judge(subject);
        let state = subject;
        for (const change of chain) {
          const after = change.apply(state);
          verdicts = judgeAgain(verdicts, state, after);
          state = after;
        }
        expect(standing(verdicts)).toEqual(standing(judge(state)));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same when it is made twice', () => {
    fc.assert(
      fc.property(anySubject, anyChange, (subject, change) => {
        const after = change.apply(subject);
        expect(change.apply(after)).toBe(after);
      }),
      { numRuns: 2000 },
    );
  });

  it('never raises the score or its range, and opens no way', () => {
    fc.assert(
      fc.property(anySubject, anyChange, (subject, change) => {
        const before = judge(subject);
        const after = judge(change.apply(subject));
        const rise = (of: 'score' | 'upTo') => Math.max(0, after.risk[of] - before.risk[of]);
        expect([change.id, rise('score')]).toEqual([change.id, expect.closeTo(0, 9)]);
        expect([change.id, rise('upTo')]).toEqual([change.id, expect.closeTo(0, 9)]);
        for (const [index, { path, state }] of after.paths.entries())
          if (state === 'open') expect([path, before.paths[index]?.state]).toEqual([path, 'open']);
      }),
      { numRuns: 3000 },
    );
  });

  it('is worth what judging anew says', () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        for (const { change, score, upTo, closes, mends } of improve(subject).changes) {
          const after = judge(made(subject, [change]));
          expect({ score, upTo }).toEqual({ score: after.risk.score, upTo: after.risk.upTo });
          for (const path of closes)
            expect(after.paths.find((verdict) => verdict.path === path)?.state).toBe('blocked');
          for (const rule of mends)
            expect(after.outcomes.find((outcome) => outcome.rule === rule)?.state).not.toBe('fail');
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a plan of any subject', () => {
  it('leaves open what it says, and nothing else, once it is made', () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        const { steps, leaves } = improve(subject).plan;
        const after = made(
          subject,
          steps.map(({ change }) => change),
        );
        const open = openIn(after);
        for (const path of open) expect(leaves).toContain(path);
        expect(steps.flatMap(({ closes }) => closes).sort()).toEqual(
          openIn(subject)
            .filter((path) => !leaves.includes(path))
            .sort(),
        );
        if (steps.length > 0) expect(steps.at(-1)?.score).toBe(judge(after).risk.score);
      }),
      { numRuns: 250 },
    );
  });

  it('is as short as any other that closes the same', () => {
    fc.assert(
      fc.property(openSubject, fc.shuffledSubarray([...changes]), (subject, some) => {
        const { steps, leaves, shortest } = improve(subject).plan;
        if (!shortest) return;
        // Another list that closes the same, made shorter until nothing of it can be left out.
        const closesAll = (list: typeof some) =>
          judge(list.reduce((state, change) => change.apply(state), subject)).paths.every(
            ({ path, state }, index) =>
              state === 'blocked' || leaves.includes(path) || judge(subject).paths[index]?.state !== 'open',
          );
        if (!closesAll(some)) return;
        let list = some;
        for (const change of some) {
          const without = list.filter((other) => other !== change);
          if (closesAll(without)) list = without;
        }
        expect(steps.length).toBeLessThanOrEqual(list.length);
      }),
      { numRuns: 60 },
    );
  });
});
