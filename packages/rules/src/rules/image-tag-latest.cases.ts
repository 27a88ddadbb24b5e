import { asIs, denied, fails, isNotApplicable, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it was named by a digest', asIs, { traits: { image: 'digest' } }),
  passes('it was named by a version', asIs, { traits: { image: 'tag' } }),
  fails('it was named by latest', asIs, { traits: { image: 'latest' } }),
  isUnknown('what its root is cannot be read', (p) => (p.filesystem.root = denied), {
    traits: { image: 'latest' },
  }),
  isNotApplicable('no image is known', asIs),
];
