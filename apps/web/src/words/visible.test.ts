import fc from 'fast-check';
import { visible } from './visible';

describe('visible', () => {
  it.each([
    ['web-1', 'web-1'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u0000', '\\x00'],
    ['\u009b', '\\x9b'],
    ['evil\u202egnp.exe', 'evil\\u202egnp.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['line\u2028break', 'line\\u2028break'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['lone\ud800', 'lone\\ud800'],
    ['naïve 紙 🏮', 'naïve 紙 🏮'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('never lets a character through that cannot be seen', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(visible(text)),
      ),
    );
  });
});
