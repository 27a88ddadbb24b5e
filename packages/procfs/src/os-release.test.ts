import { parseOsRelease } from './os-release.js';

describe('parseOsRelease', () => {
  it('reads what Debian 12 says', () => {
    const text = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
    expect([...parseOsRelease(text)]).toEqual([
      ['PRETTY_NAME', 'Debian GNU/Linux 12 (bookworm)'],
      ['VERSION_ID', '12'],
      ['ID', 'debian'],
    ]);
  });
  it.each([
    ["A='x \\y'", 'x \\y'],
    ['A="a\\"b\\$c\\\\d\\e"', 'a"b$c\\d\\e'],
    ['A=', ''],
    ['A=""', ''],
    ['A="', '"'],
    ['A="x\'', '"x\''],
    ['  A=x  ', 'x'],
    ['# c\n\nnonsense\nA=1\nA=2', '2'],
    ['A=x\t\n', 'x'],
  ])('reads %j', (text, value) => {
    expect([...parseOsRelease(text)]).toEqual([['A', value]]);
  });
});
