import { sampleContainer, sampleSnapshot } from '../testing/snapshot.js';
import { judged } from './scanned.js';
import { distance, select } from './select.js';

const containers = judged(
  sampleSnapshot([
    sampleContainer('a'.repeat(64), { name: 'web', pid: 10 }),
    sampleContainer(`ab${'c'.repeat(62)}`, { name: 'web-admin', pid: 11 }),
    sampleContainer('podman:ff01', { name: 'database', pid: 12 }),
    sampleContainer('x1', { name: 'sleep', pid: 13 }),
    sampleContainer('x2', { name: 'sleep', pid: 14 }),
  ]),
);
const namesOf = (wanted: string): unknown => {
  const selection = select(containers, wanted);
  if ('found' in selection) return selection.found.id;
  return 'candidates' in selection ? selection.candidates.map(({ id }) => id).sort() : selection.near;
};

describe('select', () => {
  it.each([
    ['a whole name, though it is part of another', 'web', 'a'.repeat(64)],
    ['a name in other letters', 'DATABASE', 'podman:ff01'],
    ['the begin of an id', 'abc', `ab${'c'.repeat(62)}`],
    ['the begin of the runtime’s own id', 'ff0', 'podman:ff01'],
    ['a part of one name only', 'admin', `ab${'c'.repeat(62)}`],
    ['the process id of its init', '14', 'x2'],
  ])('finds by %s', (_, wanted, id) => {
    expect(namesOf(wanted)).toBe(id);
  });

  it.each([
    ['sleep', ['x1', 'x2']],
    ['we', ['a'.repeat(64), `ab${'c'.repeat(62)}`]],
  ])('names all that %j may be', (wanted, ids) => {
    expect(namesOf(wanted)).toEqual(ids);
  });

  it.each([
    ['databse', ['database']],
    ['wbe', ['web']],
    ['nothing-like-it', []],
    ['', []],
  ])('offers what looks like %j', (wanted, names) => {
    expect(namesOf(wanted)).toEqual(names);
  });
});

it.each([
  ['', '', 0],
  ['web', 'web', 0],
  ['web', 'wbe', 2],
  ['web', 'webs', 1],
  ['', 'abc', 3],
])('distance of %j and %j is %d', (a, b, steps) => {
  expect(distance(a, b)).toBe(steps);
  expect(distance(b, a)).toBe(steps);
});
