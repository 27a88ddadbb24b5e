import fc from 'fast-check';
import { overlayLayers } from './overlay.js';

const none = { lower: [], data: [], upper: null, work: null };

describe('overlayLayers', () => {
  it.each([
    [
      'docker',
      ['rw', 'lowerdir=/l/A:/l/B', 'upperdir=/o/diff', 'workdir=/o/work', 'xino=off'],
      { lower: ['/l/A', '/l/B'], upper: '/o/diff', work: '/o/work' },
    ],
    ['a read-only overlay', ['ro', 'lowerdir=/a:/b'], { lower: ['/a', '/b'] }],
    ['a colon in a name', ['lowerdir=/a\\134:b:/c'], { lower: ['/a:b', '/c'] }],
    ['two colons in a name', ['lowerdir=/a\\134:\\134:b:/c'], { lower: ['/a::b', '/c'] }],
    ['a backslash in a name', ['lowerdir=/a\\134\\134:/c'], { lower: ['/a\\', '/c'] }],
    ['a colon as Linux 6.5 prints it', ['lowerdir=/a\\072b:/c'], { lower: ['/a:b', '/c'] }],
    ['a backslash left as it is', ['lowerdir=/a\\:b:/c'], { lower: ['/a:b', '/c'] }],
    ['a comma in a name', ['upperdir=/a\\134\\054b', 'workdir=/a\\054b'], { upper: '/a,b', work: '/a,b' }],
    ['a blank in a name', ['lowerdir=/a\\040b'], { lower: ['/a b'] }],
    ['data-only layers', ['lowerdir=/a:/b::/d1::/d2'], { lower: ['/a', '/b'], data: ['/d1', '/d2'] }],
    [
      'one option a layer',
      ['lowerdir+=/a:b', 'lowerdir+=/c', 'datadir+=/d'],
      { lower: ['/a:b', '/c'], data: ['/d'] },
    ],
    ['an escaped option name', ['lowerdir+=/a\\134b\\072'], { lower: ['/a\\b:'] }],
    ['an equals sign in a name', ['lowerdir=/a=b:/c'], { lower: ['/a=b', '/c'] }],
    ['no overlay at all', ['rw', 'size=1k', '=x', ''], {}],
    ['an empty lowerdir', ['lowerdir='], {}],
  ])('reads %s', (_, options, expected) => {
    expect(overlayLayers(options)).toEqual({ ...none, ...expected });
  });

  it('reads back any layers as the kernel prints them', () => {
    const name = fc.string({ unit: fc.constantFrom(...'a/:\\, =134', '\n'), minLength: 1 });
    const print = (text: string): string =>
      text.replace(/[,= \t\n\\]/g, (unit) => `\\${unit.charCodeAt(0).toString(8).padStart(3, '0')}`);
    const escape = (text: string): string => text.replace(/[:\\]/g, '\\$&');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), fc.array(name), (lower, data) => {
        const value = [lower.map(escape).join(':'), ...data.map(escape)].join('::');
        expect(overlayLayers([`lowerdir=${print(value)}`])).toEqual({ ...none, lower, data });
        expect(overlayLayers(lower.map((layer) => `lowerdir+=${print(layer)}`))).toEqual({ ...none, lower });
      }),
    );
  });
});
