import { readFileSync } from 'node:fs';
import { eases } from '@shoji/escape';
import { severities } from '@shoji/rules';
import { bandOf, partsOf, scoreOf, weighFinding } from './score.js';
import { bands, findingWeights, pathWeights } from './weights.js';

const page = readFileSync(new URL('../../../docs/risk.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.split(/\s*\|\s*/).slice(1, -1));

describe('docs/risk.md', () => {
  it('names the weights and bands in force', () => {
    for (const severity of severities)
      expect(rows).toContainEqual([severity, findingWeights[severity].toFixed(2)]);
    for (const ease of eases) expect(rows).toContainEqual([ease, pathWeights[ease].toFixed(2)]);
    const [first, ...rest] = bands;
    const from = rest.map(({ band, from }) => `${band} from ${from}`);
    expect(page).toContain(`Bands: ${first.band} below ${rest[0].from}, ${from.join(', ')}.`);
  });

  it('computes its example as the code does', () => {
    const findings = (['critical', 'high', 'medium'] as const).map((severity) =>
      weighFinding({
        rule: severity,
        wall: 'user',
        severity,
        state: 'fail',
        evidence: [],
      }),
    );
    const score = scoreOf(findings);
    // Half a hundredth is on the edge of what toFixed rounds up.
    expect(page).toContain(
      ` = ${(Math.round(score * 1000) / 1000 + 1e-9).toFixed(2)}, band ${bandOf(score)}.`,
    );
    for (const { id, points } of partsOf(findings, score, new Map())) {
      const logarithm = Math.log(1 - findingWeights[id as 'high'])
        .toFixed(4)
        .replace('-', '−');
      expect(rows).toContainEqual([id, logarithm, points.toFixed(2)]);
    }
  });
});
