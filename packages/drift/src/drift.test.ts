import fc from 'fast-check';
import type { Posture, Subject, Traits } from '@shoji/posture';
import type { Rule } from '@shoji/risk';
import {
  bind,
  debianHost,
  defaultDockerPosture,
  dockerTraits,
  posture,
} from '../../posture/src/testing/posture.js';
import { arbitraryPosture } from '../../risk/src/testing/arbitrary.js';
import { openings } from '../../risk/src/testing/openings.js';
import type { Change, ChangeDirection, State } from './change.js';
import { driftBetween } from './drift.js';

const host = debianHost();
const traits = dockerTraits();
const state = (document: Posture, more: Partial<Traits> = {}): State => ({
  posture: document,
  traits: { ...traits, ...more },
});
const drift = (before: Posture, after: Posture) => driftBetween(state(before), state(after), host);
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const usual = defaultDockerPosture();
const told = ({ changes }: { changes: Change[] }) =>
  changes.map(({ field, direction }) => [field, direction]);

const deviation = fc.record({
  wall: fc.constantFrom('capabilities' as const, 'user' as const),
  exe: fc.option(fc.constant('/bin/sh')),
  difference: fc.constantFrom(
    'runs as root',
    'effective set wider by CAP_SYS_ADMIN',
    'no_new_privs is on',
    'x',
  ),
  count: fc.integer({ min: 1, max: 3 }),
});
const port = fc.record({
  hostAddress: fc.constantFrom('0.0.0.0', '127.0.0.1'),
  hostPort: fc.constantFrom(80, 40000),
  containerPort: fc.constant(80),
  protocol: fc.constant('tcp' as const),
});
const arbitraryState: fc.Arbitrary<State> = fc
  .record({
    document: arbitraryPosture,
    deviations: fc.uniqueArray(deviation, { maxLength: 2 }),
    ports: fc.array(port, { maxLength: 2 }),
  })
  .map(({ document, deviations, ports }) => state(document, { deviations, ports }));

const opposites: Record<ChangeDirection, ChangeDirection> = {
  weakening: 'strengthening',
  strengthening: 'weakening',
  neutral: 'neutral',
  unknown: 'unknown',
};

describe('driftBetween', () => {
  it('weighs what rules beyond the catalogue say, too', () => {
    const after = posture((p) => (p.rlimits.core = { soft: 7, hard: 7 }));
    const weigh = ({ posture: { rlimits } }: Subject) => ({
      state: JSON.stringify(rlimits.core).includes('7') ? ('fail' as const) : ('pass' as const),
    });
    const rule: Rule = {
      ...{ id: 'ours', title: '', wall: 'rlimits', severity: 'critical', revision: 1, rationale: '' },
      ...{ remediation: '', references: [], fields: ['rlimits.core'], weigh },
      judge: (of) => ({ rule: 'ours', wall: 'rlimits', severity: 'critical', ...weigh(of), evidence: [] }),
    };
    const score = (further: Rule[]) => driftBetween(state(usual), state(after), host, further).score;
    expect(score([])).toBe(0);
    expect(score([rule])).toBeGreaterThan(5);
  });

  it('finds nothing between equal states', () => {
    fc.assert(
      fc.property(arbitraryState, (one) => {
        expect(driftBetween(one, clone(one), host)).toEqual({ changes: [], score: 0, upTo: 0 });
      }),
    );
  });

  it('gives a change and its reverse opposite directions', () => {
    fc.assert(
      fc.property(arbitraryState, arbitraryState, (one, other) => {
        const key = ({ wall, field, before, after }: Change) => JSON.stringify([wall, field, before, after]);
        const there = driftBetween(one, other, host).changes;
        const back = driftBetween(other, one, host).changes.map((change) => ({
          ...change,
          before: change.after,
          after: change.before,
        }));
        expect(back.map(key).sort()).toEqual(there.map(key).sort());
        const directions = new Map(back.map((change) => [key(change), change.direction]));
        for (const change of there) expect(directions.get(key(change))).toBe(opposites[change.direction]);
      }),
      { numRuns: 200 },
    );
  });

  it('never has a score below zero, whose parts add up to it', () => {
    fc.assert(
      fc.property(arbitraryState, arbitraryState, (one, other) => {
        const { score, upTo, changes } = driftBetween(one, other, host);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(upTo).toBeGreaterThanOrEqual(score);
        expect(
          changes.every(
            ({ points, direction }) => points >= 0 && (points === 0 || direction === 'weakening'),
          ),
        ).toBe(true);
        expect(changes.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
      }),
    );
  });

  it('calls unknown, and nothing else, what was read on one side only', () => {
    const blind = (value: unknown) => typeof value === 'object' && value !== null && 'unreadable' in value;
    fc.assert(
      fc.property(arbitraryState, arbitraryState, (one, other) => {
        for (const { before, after, direction } of driftBetween(one, other, host).changes)
          if (blind(before) || blind(after)) expect(direction).toBe('unknown');
      }),
    );
  });

  it('calls no opening strengthening, and no closing weakening', () => {
    fc.assert(
      fc.property(arbitraryPosture, fc.constantFrom(...openings), (before, { open }) => {
        const after = clone(before);
        open(after);
        expect(drift(before, after).changes.map(({ direction }) => direction)).not.toContain('strengthening');
        expect(drift(after, before).changes.map(({ direction }) => direction)).not.toContain('weakening');
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, (p: Posture) => void, [string, ChangeDirection][]]>([
    ['a memory limit', (p) => (p.cgroups.memory.limit = 1), [['cgroups.memory.limit', 'strengthening']]],
    ['the host’s network', (p) => (p.namespaces.network = 'host'), [['namespaces.network', 'weakening']]],
    [
      'a capability in three sets',
      (p) => {
        for (const set of ['effective', 'permitted', 'bounding'] as const)
          p.capabilities[set] = [...(p.capabilities[set] as string[]), 'CAP_SYS_ADMIN'].sort();
      },
      [['capabilities.bounding', 'weakening']],
    ],
    [
      'no filter',
      (p) => (p.seccomp = { mode: 'disabled', filters: 0 }),
      [
        ['seccomp.mode', 'weakening'],
        ['seccomp.filters', 'weakening'],
      ],
    ],
    [
      'an unreadable filter',
      (p) => (p.seccomp.mode = { unreadable: 'EACCES' }),
      [['seccomp.mode', 'unknown']],
    ],
    [
      'a profile that complains',
      (p) => (p.lsm.apparmor = { profile: 'docker-default', mode: 'complain' }),
      [['lsm.apparmor', 'weakening']],
    ],
    [
      'the runtime socket',
      (p) => (p.filesystem.mounts as object[]).push(bind('/run/docker.sock')),
      [['filesystem.mounts', 'weakening']],
    ],
    ['a soft limit', (p) => (p.rlimits.nofile = { soft: 10, hard: null }), [['rlimits.nofile', 'neutral']]],
    ['fewer processors', (p) => (p.cgroups.cpu.cpus = '0'), [['cgroups.cpu.cpus', 'strengthening']]],
    ['a group', (p) => (p.user.additionalGids = [0, 10, 998]), [['user.additionalGids', 'weakening']]],
    [
      'half a processor',
      (p) => Object.assign(p.cgroups.cpu, { quota: 50000, period: 100000 }),
      [['cgroups.cpu.quota', 'strengthening']],
    ],
    [
      'a covered path less',
      (p) => (p.filesystem.maskedPaths = ['/proc/keys', '/sys/firmware']),
      [['filesystem.maskedPaths', 'weakening']],
    ],
    [
      'ids that are not root',
      (p) => (p.user.uidMappings = [{ containerId: 0, hostId: 100000, size: 65536 }]),
      [['user.uidMappings', 'strengthening']],
    ],
  ])('tells what %s comes to', (_, change, expected) => {
    expect(told(drift(usual, posture(change)))).toEqual(expected);
  });

  it('gives a mount back that was made writable, item by item', () => {
    const before = posture((p) => (p.filesystem.mounts as object[]).push(bind('/srv', { readonly: true })));
    const after = posture((p) =>
      (p.filesystem.mounts as object[]).push(bind('/srv'), bind('/etc', { destination: '/e' })),
    );
    expect(
      drift(before, after)
        .changes.map(({ direction, note }) => [direction, note])
        .sort(),
    ).toEqual([
      ['weakening', '/host can be written'],
      ['weakening', 'mounted at /e: /etc of the host, writable'],
    ]);
  });

  it('weighs what is weaker although something else is stronger', () => {
    const before = posture((p) => (p.seccomp = { mode: 'disabled', filters: 0 }));
    const after = posture((p) => (p.filesystem.mounts as object[]).push(bind('/run/docker.sock')));
    const { score, changes } = drift(before, after);
    expect(score).toBeGreaterThan(5);
    expect(changes[0]).toMatchObject({ field: 'filesystem.mounts', direction: 'weakening' });
    expect(changes[0]!.points).toBeCloseTo(score);
  });

  it('says how far what can no longer be read may reach', () => {
    const { score, upTo } = drift(
      usual,
      posture((p) => (p.filesystem.mounts = { unreadable: 'EACCES' })),
    );
    expect(score).toBe(0);
    expect(upTo).toBeGreaterThan(0);
  });

  it('sees a process that was let in with more than the container has', () => {
    const deviations = [
      {
        wall: 'capabilities' as const,
        exe: '/bin/sh',
        difference: 'effective set wider by CAP_SYS_ADMIN',
        count: 1,
      },
    ];
    const { changes } = driftBetween(state(usual), state(usual, { deviations }), host);
    expect(told({ changes })).toEqual([['traits.deviations', 'weakening']]);
  });

  it.each<[string, Partial<Traits>, Partial<Traits>, string[][]]>([
    [
      'a restart without end',
      { restart: { policy: 'on-failure', retries: 5 } },
      { restart: { policy: 'always', retries: null } },
      [['traits.restart', 'weakening']],
    ],
    [
      'fewer restarts',
      { restart: { policy: 'always', retries: null } },
      { restart: { policy: 'no', retries: 0 } },
      [['traits.restart', 'strengthening']],
    ],
    [
      'a health check that is gone',
      { healthCheck: true },
      { healthCheck: false },
      [['traits.healthCheck', 'weakening']],
    ],
    [
      'another parent of its cgroup',
      { cgroupParent: null },
      { cgroupParent: '/special.slice' },
      [['traits.cgroupParent', 'weakening']],
    ],
    [
      'a setting of the kernel that may do harm',
      { sysctls: [] },
      { sysctls: ['net.ipv4.ip_forward'] },
      [['traits.sysctls', 'weakening']],
    ],
    [
      'a harmless setting of the kernel',
      { sysctls: [] },
      { sysctls: ['net.ipv4.tcp_syncookies'] },
      [['traits.sysctls', 'neutral']],
    ],
    [
      'what could be read before',
      { healthCheck: true },
      { healthCheck: { unreadable: 'EACCES' } },
      [['traits.healthCheck', 'unknown']],
    ],
    [
      'what a collector of before did not tell',
      {},
      { healthCheck: false, sysctls: ['net.ipv4.ip_forward'] },
      [],
    ],
  ])('sees %s', (_, before, after, changes) => {
    expect(told(driftBetween(state(usual, before), state(usual, after), host))).toEqual(changes);
  });

  it('takes no notice of the host port that a runtime picked, nor of how many processes deviate', () => {
    const published = (hostPort: number, count: number) =>
      state(usual, {
        ports: [{ hostAddress: '0.0.0.0', hostPort, containerPort: 80, protocol: 'tcp' }],
        deviations: [{ wall: 'user', exe: null, difference: 'runs as root', count }],
      });
    expect(driftBetween(published(40000, 1), published(40001, 2), host).changes).toEqual([]);
  });
});
