import { ProcfsError, quote } from './errors.js';

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['a\tb\n', '"a\\tb\\n"'],
    ['"\\', '"\\"\\\\"'],
    ['\x1b[31m\0\x7f', '"\\u001b[31m\\u0000\\u007f"'],
    ['a\u202eb', '"a\\u202eb"'],
    ['x'.repeat(81), `"${'x'.repeat(80)}"… (81 characters)`],
  ])('writes %j so that it can go to any terminal and log', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});

describe('ProcfsError', () => {
  it('carries its code and its cause', () => {
    const cause = new Error('why');
    const error = new ProcfsError('malformed', 'what', { cause });
    expect(error).toMatchObject({ name: 'ProcfsError', code: 'malformed', message: 'what', cause });
  });
});
