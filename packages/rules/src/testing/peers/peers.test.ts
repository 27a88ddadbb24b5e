import { readFileSync } from 'node:fs';
import { posture, traits } from '@shoji/posture';
import { subjectOf } from '../../../../posture/src/testing/posture.js';
import { outcomesOf, peersDocument } from './hole.js';
import { holes } from './holes.js';

describe('the holes of other tools', () => {
  it.each(holes.map((hole) => [hole.hole, hole.container, hole] as const))('%s: %s', (_, __, hole) => {
    const subject = subjectOf(hole.posture, hole.host, hole.traits);
    posture.parse(subject.posture);
    traits.parse(subject.traits);
    const said = outcomesOf(hole).map(({ rule, state, severity }) => [
      rule,
      hole.weSay[rule]?.includes(',') ? `${state}, ${severity}` : state,
    ]);
    expect(Object.fromEntries(said)).toEqual(hole.weSay);
  });

  it('are told apart by what they miss and on which container', () => {
    const keys = holes.map(({ hole, container }) => `${hole} ${container}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('docs/peers.md', () => {
  it('is what the rules say of each row; npm run docs:catalogues writes it anew', () => {
    const committed = readFileSync(new URL('../../../../../docs/peers.md', import.meta.url), 'utf8');
    expect(committed).toBe(peersDocument(holes));
  });
});
