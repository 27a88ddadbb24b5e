import { signatureWindow } from '@shoji/posture';
import { placeOf, type Place, type Remembered } from './order.js';

const report = { bootId: 'b', seq: 7, digest: 'd', created: 10_000 };
/** The server last took report 6 of this boot. */
const same: Remembered = { bootId: 'b', lastSeq: 6, receipt: null, bootSeen: true, bootSince: 1_000 };
/** The server last took report 3 of another boot. */
const other: Remembered = { bootId: 'c', lastSeq: 3, receipt: null, bootSeen: false, bootSince: 9_000 };

describe('placeOf', () => {
  it.each<[string, Place, Remembered]>([
    [
      'the first of all',
      'new',
      { bootId: null, lastSeq: 0, receipt: null, bootSeen: false, bootSince: null },
    ],
    ['the next', 'new', same],
    ['one after a gap', 'new', { ...same, lastSeq: 2 }],
    ['the last again', 'repeat', { ...same, lastSeq: 7, receipt: 'd' }],
    ['the last with other content', 'diverged', { ...same, lastSeq: 7, receipt: 'e' }],
    ['an older one again', 'replay', { ...same, lastSeq: 9, receipt: 'd' }],
    ['an older one with other content', 'diverged', { ...same, lastSeq: 9, receipt: 'e' }],
    ['an older one that is not on record', 'replay', { ...same, lastSeq: 9 }],
    ['the last, not on record any more', 'replay', { ...same, lastSeq: 7 }],
    ['the first of a new boot', 'new', other],
    ['a report of an earlier boot again', 'replay', { ...other, bootSeen: true, receipt: 'd' }],
    [
      'other content in place of one of an earlier boot',
      'diverged',
      { ...other, bootSeen: true, receipt: 'e' },
    ],
    ['a late one of an earlier boot', 'replay', { ...other, bootSeen: true, bootSince: report.created }],
    [
      'one of an earlier boot as late as clocks allow',
      'replay',
      { ...other, bootSeen: true, bootSince: report.created - signatureWindow },
    ],
    [
      'one that an earlier boot signed later than clocks allow',
      'diverged',
      { ...other, bootSeen: true, bootSince: report.created - signatureWindow - 1 },
    ],
    [
      'one of an earlier boot, the present one silent for long',
      'diverged',
      { ...other, bootSeen: true, bootSince: null },
    ],
  ])('sees in %s: %s', (_, place, remembered) => {
    expect(placeOf(report, remembered)).toBe(place);
  });
});
