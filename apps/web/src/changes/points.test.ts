import { points } from './points';

it.each([
  [28.4, '−28'],
  [0.5, '−1'],
  [0.2, 'under −1'],
  [0, 'range'],
  [1234, '−1,234'],
])('points of %d are %s', (removes, shown) => expect(points(removes)).toBe(shown));
