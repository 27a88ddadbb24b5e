import { parseDevicesList } from './devices-list.js';
import { refusal } from './testing/refusal.js';

describe('parseDevicesList', () => {
  it.each([
    ['', []],
    ['a *:* rwm\n', [{ type: 'a', major: null, minor: null, access: 'rwm' }]],
    [
      'c 1:3 rwm\nb 8:* r\nc *:* m\n',
      [
        { type: 'c', major: 1, minor: 3, access: 'rwm' },
        { type: 'b', major: 8, minor: null, access: 'r' },
        { type: 'c', major: null, minor: null, access: 'm' },
      ],
    ],
  ])('reads %j', (text, rules) => {
    expect(parseDevicesList(text)).toEqual(rules);
  });
  it.each(['d 1:3 rwm\n', 'c 1:3\n', 'c 1 rwm\n', 'c 1:3 mwr\n', 'c 1:x r\n', '\n', 'c 1:3 rwm'])(
    'refuses %j',
    (text) => {
      expect(() => parseDevicesList(text)).toThrow(refusal());
    },
  );
});
