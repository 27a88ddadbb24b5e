import fc from 'fast-check';
import { severities, type Outcome } from '@shoji/rules';
import { classicCapabilities, posture as schema, type Posture } from '@shoji/posture';
import { factsOf, hidden, withHidden } from '../../posture/src/testing/hidden.js';
import {
  bind,
  defaultDockerPosture,
  hardenedPosture,
  posture,
  privilegedPosture,
  subjectOf,
  toldByDocker,
} from '../../posture/src/testing/posture.js';
import { judge, riskOf } from './judge.js';
import { arbitraryPosture } from './testing/arbitrary.js';
import { arbitrarySubject, openSubject } from './testing/arbitrary-subject.js';
import { opened, openings } from './testing/openings.js';
import { openness } from './score.js';
import { bands } from './weights.js';

const told = (document: Posture) => subjectOf(document, {}, toldByDocker());
const riskOfPosture = (document: Posture) => judge(told(document)).risk;
const wallsOf = (document: Posture) =>
  Object.fromEntries(judge(told(document)).walls.map(({ wall, state }) => [wall, state]));

describe('judge', () => {
  it.each([
    ['a hardened container', hardenedPosture(), 'low'],
    ['a default docker container', defaultDockerPosture(), 'medium'],
    ['a privileged one', privilegedPosture(classicCapabilities), 'critical'],
    [
      'one with the runtime socket',
      posture((p) => (p.filesystem.mounts = [bind('/run/docker.sock')])),
      'critical',
    ],
  ] as const)('puts %s in its band', (_, document, band) => {
    expect(riskOfPosture(document).band).toBe(band);
  });

  it('shows how each wall of a default docker container stands', () => {
    expect(wallsOf(defaultDockerPosture())).toEqual({
      namespaces: 'closed',
      user: 'thin',
      cgroups: 'thin',
      rlimits: 'thin',
      capabilities: 'thin',
      seccomp: 'closed',
      lsm: 'closed',
      filesystem: 'thin',
    });
  });

  it('gives a reason for each finding, and for what it does not know the question and why', () => {
    const document = posture((p) => {
      p.namespaces.pid = 'host';
      p.seccomp.mode = { unreadable: 'ESRCH' };
    });
    const reasons = Object.fromEntries(judge(told(document)).walls.map((wall) => [wall.wall, wall.reasons]));
    expect(reasons['namespaces']).toContain('Container shares the host PID namespace');
    expect(reasons['seccomp']).toEqual(
      expect.arrayContaining([
        'System calls are not filtered? could not be read: ESRCH (/proc/PID/status Seccomp)',
      ]),
    );
    expect(reasons['lsm']).toEqual([]);
  });

  it('opens a wall for a severe finding though another rule of it is undecided', () => {
    const document = posture((p) => {
      p.namespaces.pid = 'host';
      p.namespaces.ipc = { unreadable: 'EACCES' };
    });
    expect(wallsOf(document).namespaces).toBe('open');
    document.namespaces.pid = 'own';
    document.namespaces.uts = 'host';
    expect(wallsOf(document).namespaces).toBe('thin');
    document.namespaces.network = { unreadable: 'EACCES' };
    expect(wallsOf(document).namespaces).toBe('unknown');
  });

  it('shows a wall as unknown where a mild finding may be a grave one, and counts it in the range', () => {
    const document = posture((p) => {
      const mild = bind('/etc/localtime', { readonly: true });
      p.filesystem.mounts = [mild, bind('/etc', { fromHost: { unreadable: 'EACCES' } })];
    });
    expect(wallsOf(document).filesystem).toBe('unknown');
    const { score, upTo } = riskOfPosture(document);
    expect(upTo).toBeGreaterThan(score);
  });

  it('weighs capabilities over a private user namespace as what they are', () => {
    const rootless = privilegedPosture(classicCapabilities);
    expect(wallsOf(rootless).capabilities).toBe('open');
    rootless.namespaces.user = 'own';
    rootless.user.uidMappings = [{ containerId: 0, hostId: 1000, size: 1 }];
    rootless.user.hostUid = 1000;
    expect(wallsOf(rootless).capabilities).toBe('thin');
  });

  it('says that nothing is known where nothing could be read', () => {
    const { risk, walls } = judge(subjectOf(schema.parse(hidden(defaultDockerPosture(), () => true))));
    expect(risk).toMatchObject({ score: 0, coverage: 0, parts: [] });
    expect(risk.upTo).toBeGreaterThan(90);
    for (const { state } of walls) expect(state).toBe('unknown');
  });

  it('counts what a host cannot have as read', () => {
    const document = defaultDockerPosture();
    const before = riskOfPosture(document).coverage;
    document.seccomp.filters = { unsupported: 'older than Linux 5.9' };
    expect(riskOfPosture(document).coverage).toBe(before);
    document.seccomp.filters = { unreadable: 'EACCES' };
    expect(riskOfPosture(document).coverage).toBeLessThan(before);
  });
});

describe('judge on any posture', () => {
  it('is tried on postures of the schema', () => {
    fc.assert(fc.property(arbitraryPosture, (document) => void schema.parse(document)));
  });

  it('never lowers the score or the range when a wall is opened', () => {
    fc.assert(
      fc.property(arbitraryPosture, fc.constantFrom(...openings), (document, opening) => {
        const before = judge(subjectOf(document)).risk;
        const after = judge(subjectOf(opened(document, opening))).risk;
        expect(after.score).toBeGreaterThanOrEqual(before.score - 1e-9);
        expect(after.upTo).toBeGreaterThanOrEqual(before.upTo - 1e-9);
      }),
      { numRuns: 3000 },
    );
  });

  it('adds up its parts to the score, which lies within 0, upTo and 100', () => {
    fc.assert(
      fc.property(arbitraryPosture, (document) => {
        const { score, upTo, coverage, band, parts } = riskOfPosture(document);
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
        for (const { points } of parts) expect(points).toBeGreaterThan(0);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(upTo).toBeGreaterThanOrEqual(score);
        expect(upTo).toBeLessThanOrEqual(100);
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1);
        expect(band).toBe(bands.findLast(({ from }) => score >= from)?.band);
      }),
    );
  });

  it('does not depend on the order of the outcomes', () => {
    const withOrder = arbitraryPosture.chain((document) => {
      const { outcomes, paths } = judge(subjectOf(document));
      const shuffle = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });
      return fc.tuple(fc.constant({ outcomes, paths }), shuffle(outcomes), shuffle(paths));
    });
    fc.assert(
      fc.property(withOrder, ([{ outcomes, paths }, otherOutcomes, otherPaths]) =>
        expect(riskOf(otherOutcomes, otherPaths, 1)).toEqual(riskOf(outcomes, paths, 1)),
      ),
    );
  });

  it('never shows a wall with an undecided rule as closed, and as thin only where none may open it', () => {
    fc.assert(
      fc.property(arbitraryPosture, (document) => {
        const { outcomes, walls } = judge(subjectOf(document));
        for (const { wall, state, severity } of outcomes.filter((outcome) => outcome.state === 'unknown'))
          expect([wall, state, walls.find((item) => item.wall === wall)?.state]).toEqual([
            wall,
            state,
            expect.stringMatching(
              openness(severity) === 'open' ? /^(unknown|open)$/ : /^(unknown|open|thin)$/,
            ),
          ]);
      }),
    );
  });

  // What is held over a private user namespace weighs less: where that is not known nothing is softened, so a score may rise.
  it('is never better where a fact can no longer be read', () => {
    const hiding = fc.oneof(arbitrarySubject, openSubject).chain((subject) => {
      // The list that the runtime set stands in for the kernel's; here the two know nothing of each other.
      const { deviceRules: _, ...traits } = subject.traits;
      const facts = fc.subarray(factsOf(subject.posture), { minLength: 1, maxLength: 3 });
      return fc.tuple(fc.constant({ ...subject, traits }), facts);
    });
    const atWorst = ({ severity, atMost = severity }: Outcome) => severities.indexOf(atMost);
    fc.assert(
      fc.property(hiding, ([subject, names]) => {
        const [before, after] = [judge(subject), judge(withHidden(subject, names))];
        for (const [index, outcome] of after.outcomes.entries()) {
          const was = before.outcomes[index]!;
          const isFine = /^(pass|not-applicable)$/;
          if (isFine.test(outcome.state))
            expect([outcome.rule, was.state]).toEqual([outcome.rule, expect.stringMatching(isFine)]);
          else if (!isFine.test(was.state))
            expect([outcome.rule, atWorst(outcome)]).toEqual([
              outcome.rule,
              Math.max(atWorst(outcome), atWorst(was)),
            ]);
        }
        for (const [index, { path, state }] of after.paths.entries())
          if (state !== 'possible') expect([path, before.paths[index]?.state]).toEqual([path, state]);
        expect(after.risk.upTo).toBeGreaterThanOrEqual(before.risk.upTo - 1e-9);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not depend on the order in which a document lists things', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned).reverse();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, turned(item)]));
    };
    fc.assert(
      fc.property(arbitrarySubject, ({ posture: document, ...others }) => {
        const standing = ({ outcomes, paths, risk }: ReturnType<typeof judge>) => [
          outcomes.map(({ rule, state, severity }) => [rule, state, severity]),
          paths.map(({ path, state }) => [path, state]),
          risk,
        ];
        const other = judge({ ...others, posture: turned(document) as Posture });
        expect(standing(other)).toEqual(standing(judge({ ...others, posture: document })));
      }),
    );
  });
});
