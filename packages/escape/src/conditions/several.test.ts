import { several } from './several.js';

describe('several', () => {
  it.each([
    [1, 'n1'],
    [2, 'n1; n2'],
    [8, 'n1; n2; n3; n4; n5; n6; n7; n8'],
    [10, 'n1; n2; n3; n4; n5; n6; n7; n8; and 2 more'],
  ])('of %d names', (count, text) => {
    expect(
      several(
        Array.from({ length: count }, (_, i) => `n${i + 1}`),
        '; ',
      ),
    ).toBe(text);
  });
});
