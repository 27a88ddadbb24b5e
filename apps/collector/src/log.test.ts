import fc from 'fast-check';
import { createLog } from './log.js';

const logged = (message: string, fields: Record<string, string>) => {
  const lines: string[] = [];
  createLog(
    'info',
    (line) => lines.push(line),
    () => 0,
  ).warn(message, fields);
  return lines.join('');
};

describe('createLog', () => {
  it('writes one line of time, level, message and fields', () => {
    expect(logged('gone', { name: 'web-1', why: 'no "way" out' })).toBe(
      '1970-01-01T00:00:00.000Z warn gone name=web-1 why="no \\"way\\" out"\n',
    );
  });
  it('drops what is below its level', () => {
    const lines: string[] = [];
    createLog('warn', (line) => lines.push(line)).info('x');
    expect(lines).toEqual([]);
  });
  it('never lets a value break out of its line', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\n', '\r', '\u001b', '\u0085', '\u2028', '\u202e', '"', 'a', ' ', '='),
    });
    fc.assert(
      fc.property(hostile, hostile, (message, value) => {
        expect(logged(message, { value })).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*\n$/u);
      }),
    );
  });
});
