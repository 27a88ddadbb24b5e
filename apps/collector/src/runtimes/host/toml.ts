/** A value of a TOML document (toml.io 1.0): dates are left as their text. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;
/** Keys in order; made without a prototype, so that no key is special. */
export interface TomlTable {
  [key: string]: TomlValue;
}

/** What stopped the reading of a TOML document; `line` counts from 1. */
export class TomlError extends Error {
  override readonly name = 'TomlError';
  constructor(
    readonly code: 'bad-toml',
    readonly line: number,
  ) {
    super(`line ${line}`);
  }
}

/** Deeper than any configuration; keeps hostile text from exhausting the stack. */
const maxDepth = 40;

/**
 * Reads the TOML that containerd, podman and CRI-O are configured with. Later keys win over earlier ones instead of
 * being refused. @throws {TomlError} where the text is no TOML.
 */
export const parseToml = (text: string): TomlTable => new Reader(text).document();

const table = (): TomlTable => Object.create(null) as TomlTable;
const isTable = (value: TomlValue | undefined): value is TomlTable =>
  typeof value === 'object' && !Array.isArray(value);

const escapes: Record<string, string> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  document(): TomlTable {
    const root = table();
    let current = root;
    for (this.#blank(); this.#at < this.text.length; this.#blank()) {
      if (this.#take('[[')) {
        current = this.#append(root, this.#header(']]'));
      } else if (this.#take('[')) {
        current = this.#descend(root, this.#header(']'));
      } else {
        this.#pair(current, 0);
      }
      this.#endOfLine();
    }
    return root;
  }

  #header(close: string): string[] {
    const keys = this.#keys();
    this.#expect(close);
    return keys;
  }

  #pair(into: TomlTable, depth: number): void {
    const keys = this.#keys();
    this.#expect('=');
    this.#space();
    const last = keys.pop() ?? '';
    this.#descend(into, keys)[last] = this.#value(depth);
  }

  /** The table at a path, made where it is missing; of an array of tables its last one. */
  #descend(from: TomlTable, keys: readonly string[]): TomlTable {
    let at = from;
    for (const key of keys) {
      const found = at[key];
      const next = Array.isArray(found) ? found.at(-1) : found;
      if (isTable(next)) at = next;
      else if (next === undefined) at = at[key] = table();
      else throw this.#error();
    }
    return at;
  }

  #append(root: TomlTable, keys: string[]): TomlTable {
    const last = keys.pop() ?? '';
    const parent = this.#descend(root, keys);
    const list = (parent[last] ??= []);
    if (!Array.isArray(list)) throw this.#error();
    const added = table();
    list.push(added);
    return added;
  }

  #keys(): string[] {
    const keys: string[] = [];
    do {
      this.#space();
      const quote = this.text[this.#at];
      keys.push(quote === '"' || quote === "'" ? this.#line(quote) : this.#match(/[A-Za-z0-9_-]+/y));
      this.#space();
    } while (keys.length < maxDepth && this.#take('.'));
    return keys;
  }

  #value(depth: number): TomlValue {
    if (depth > maxDepth) throw this.#error();
    const start = this.text[this.#at];
    if (this.#take('"""')) return this.#long('"');
    if (this.#take("'''")) return this.#long("'");
    if (start === '"' || start === "'") return this.#line(start);
    if (this.#take('[')) return this.#array(depth);
    if (this.#take('{')) return this.#inline(depth);
    return scalar(this.#match(/[A-Za-z0-9_.:+-]+(?: \d\d:[0-9:.+Z-]+)?/y));
  }

  #array(depth: number): TomlValue[] {
    const items: TomlValue[] = [];
    for (this.#blank(); !this.#take(']'); this.#blank()) {
      items.push(this.#value(depth + 1));
      this.#blank();
      if (!this.#take(',') && this.text[this.#at] !== ']') throw this.#error();
    }
    return items;
  }

  #inline(depth: number): TomlTable {
    const found = table();
    for (this.#blank(); !this.#take('}'); this.#blank()) {
      this.#pair(found, depth + 1);
      this.#blank();
      if (!this.#take(',') && this.text[this.#at] !== '}') throw this.#error();
    }
    return found;
  }

  #line(quote: '"' | "'"): string {
    return quote === '"'
      ? unescape(this.#match(/"(?:[^"\\\n]|\\.)*"/y).slice(1, -1))
      : this.#match(/'[^'\n]*'/y).slice(1, -1);
  }

  #long(quote: '"' | "'"): string {
    this.#take('\r');
    this.#take('\n');
    if (quote === "'") return this.#match(/(?:[^']|'(?!''))*'''/y).slice(0, -3);
    return unescape(this.#match(/(?:[^"\\]|\\[^]|"(?!""))*"""/y).slice(0, -3));
  }

  /** White space, ends of lines and comments. */
  #blank(): void {
    this.#match(/(?:[ \t\r\n]+|#[^\n]*)*/y);
  }

  #space(): void {
    this.#match(/[ \t]*/y);
  }

  #endOfLine(): void {
    this.#match(/[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y);
  }

  #take(text: string): boolean {
    if (!this.text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#error();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw this.#error();
    this.#at += found.length;
    return found;
  }

  #error(): TomlError {
    return new TomlError('bad-toml', this.text.slice(0, this.#at).split('\n').length);
  }
}

const unescape = (text: string): string =>
  text
    .replace(
      /\\(?:([btnfre"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*\r?\n\s*)/g,
      (_, char, short, long) => {
        if (char !== undefined) return escapes[String(char)] ?? '';
        const code = parseInt(String(short ?? long ?? '0'), 16);
        return short === undefined && long === undefined
          ? ''
          : code <= 0x10ffff
            ? String.fromCodePoint(code)
            : '\ufffd';
      },
    )
    .toWellFormed();

function scalar(word: string): TomlValue {
  if (word === 'true' || word === 'false') return word === 'true';
  const plain = word.replaceAll('_', '');
  if (/^[+-]?\d+$/.test(plain)) return Number(plain);
  if (/^0x[0-9a-fA-F]+$|^0o[0-7]+$|^0b[01]+$/.test(plain)) return Number(plain);
  if (/^[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|inf|nan)$/.test(plain))
    return Number(plain.replace('inf', 'Infinity'));
  return word;
}
