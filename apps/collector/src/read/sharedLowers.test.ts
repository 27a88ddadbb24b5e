import { sharedLowers } from './sharedLowers.js';

const overlay = (...lower: string[]) => ({ lower, upper: '/u', work: '/w' });

describe('sharedLowers', () => {
  it('counts the directories that others stand on', () => {
    expect(
      sharedLowers([overlay('/a-init', '/a', '/base'), overlay('/b-init', '/base'), null, overlay('/alone')]),
    ).toEqual([1, 1, undefined, 0]);
  });

  it('does not count a directory twice that one overlay names twice', () => {
    expect(sharedLowers([overlay('/a', '/a'), overlay('/b')])).toEqual([0, 0]);
  });
});
