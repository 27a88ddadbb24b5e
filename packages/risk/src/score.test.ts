import type { Ease } from '@shoji/escape';
import type { Severity } from '@shoji/rules';
import { bandOf, partsOf, scoreOf, weighFinding, weighPath } from './score.js';

const finding = (rule: string, severity: Severity) =>
  weighFinding({ rule, wall: 'namespaces', severity, state: 'fail', evidence: [] });
const way = (path: string, ease: Ease) => weighPath({ path, ease, state: 'open', steps: [] });

describe('scoreOf', () => {
  it.each<[Severity[], number]>([
    [[], 0],
    [['low'], 2],
    [['medium'], 6],
    [['high'], 15],
    [['critical'], 35],
    [['high', 'high'], 27.75],
    [['low', 'medium', 'high', 'critical'], 49.1037],
  ])('gives %j a score of %d', (severities, score) => {
    expect(scoreOf(severities.map((severity, index) => finding(`r${index}`, severity)))).toBeCloseTo(
      score,
      9,
    );
  });
});

describe('scoreOf', () => {
  it.each<[Ease, number]>([
    ['hard', 40],
    ['moderate', 65],
    ['easy', 85],
    ['trivial', 95],
  ])('gives one %s way out %d', (ease, expected) =>
    expect(scoreOf([way('w', ease)])).toBeCloseTo(expected, 9),
  );

  it('makes a container critical for one open trivial way out', () =>
    expect(bandOf(scoreOf([way('w', 'trivial')]))).toBe('critical'));
});

describe('partsOf', () => {
  it('shares the score by the logarithm of each weight, as docs/risk.md computes it', () => {
    const findings = [finding('a', 'critical'), finding('b', 'high'), finding('c', 'medium')];
    const parts = partsOf(findings, scoreOf(findings), new Map());
    expect(parts.map(({ id, points }) => [id, Math.round(points * 100) / 100])).toEqual([
      ['a', 31.6],
      ['b', 11.92],
      ['c', 4.54],
    ]);
  });
});

describe('bandOf', () => {
  it.each([
    [0, 'low'],
    [24.99, 'low'],
    [25, 'medium'],
    [49.99, 'medium'],
    [50, 'high'],
    [74.99, 'high'],
    [75, 'critical'],
    [100, 'critical'],
  ])('puts %d in %s', (score, band) => {
    expect(bandOf(score)).toBe(band);
  });
});
