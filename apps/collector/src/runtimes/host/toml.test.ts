import fc from 'fast-check';
import { parseToml, TomlError } from './toml.js';

const plain = (text: string): unknown => JSON.parse(JSON.stringify(parseToml(text)));

describe('parseToml', () => {
  it.each<[string, unknown]>([
    ['', {}],
    ['# nothing\n\n', {}],
    ['a = true\r\nb = -1 # why\nc = 0x1f\nd = 1_000', { a: true, b: -1, c: 31, d: 1000 }],
    ['a = "x \\"y\\" \\u00e9 # no comment"', { a: 'x "y" é # no comment' }],
    ["a = 'C:\\n'", { a: 'C:\\n' }],
    ['a = """\nx\n y\\\n   z"""', { a: 'x\n yz' }],
    ["a = '''\nx'y\n'''", { a: "x'y\n" }],
    ['a = [\n  "x", # one\n  "y",\n]\nb = [[1], []]', { a: ['x', 'y'], b: [[1], []] }],
    ['a = { b = 1, c.d = "x" }', { a: { b: 1, c: { d: 'x' } } }],
    ['[a]\nx = 1\n[a.b]\ny = 2\n[c]\n', { a: { x: 1, b: { y: 2 } }, c: {} }],
    ['[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3', { a: [{ x: 1 }, { x: 2, b: { y: 3 } }] }],
    [
      '[plugins."io.containerd.grpc.v1.cri".containerd]\n  default_runtime_name = "runc"',
      { plugins: { 'io.containerd.grpc.v1.cri': { containerd: { default_runtime_name: 'runc' } } } },
    ],
    ['a = 1979-05-27 07:32:00Z', { a: '1979-05-27 07:32:00Z' }],
    ['"" = 1', { '': 1 }],
  ])('reads %j', (text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  it.each([
    ['a', 1],
    ['a = ', 1],
    ['\n[a', 2],
    ['a = "x', 1],
    ['a = 1 b = 2', 1],
    ['a = 1\na.b = 2', 2],
    ['a = [1 2]', 1],
    ['a = {b = 1', 1],
    ['a = "\\q"x', 1],
  ])('refuses %j at line %d', (text, line) => {
    expect(() => parseToml(text)).toThrow(TomlError);
    try {
      parseToml(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-toml', line });
    }
  });

  it('makes a key of __proto__ like any other', () => {
    expect(Object.keys(parseToml('[__proto__]\nx = 1'))).toEqual(['__proto__']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('throws nothing but its own error on any text', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '=',
      '"',
      "'",
      '"""',
      '{',
      '}',
      '.',
      ',',
      'a',
      '1',
      '\n',
      '#',
      '\\',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          try {
            parseToml(text);
          } catch (error) {
            expect(error).toBeInstanceOf(TomlError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is not brought down by depth or length', () => {
    expect(() => parseToml(`a = ${'['.repeat(100_000)}`)).toThrow(TomlError);
    expect(() => parseToml(`a = ${'{a='.repeat(100_000)}`)).toThrow(TomlError);
    expect(parseToml(`a = """${'x\n'.repeat(200_000)}"""`).a).toHaveLength(400_000);
  });

  it('gives back every JSON document of words and counts that was written as inline tables', () => {
    const write = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map(write).join(', ')}]`
        : typeof value === 'object' && value !== null
          ? `{${Object.entries(value)
              .map(([key, item]) => `${JSON.stringify(key)} = ${write(item)}`)
              .join(', ')}}`
          : JSON.stringify(value);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.boolean(),
        fc.nat(),
        fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', 'é', '#') }),
        fc.array(tie('value')),
        fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.') }), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, (document) => {
        expect(plain(`x = ${write(document)}`)).toEqual(JSON.parse(JSON.stringify({ x: document })));
      }),
    );
  });
});
