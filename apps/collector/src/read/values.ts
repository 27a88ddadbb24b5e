/**
 * Gives values of one content as one object, however many containers have it: a host has few distinct ones. Each is known
 * for as long as anybody has it.
 */
export class Values {
  readonly #known = new Map<string, WeakRef<object>>();
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;

  /** The one object of this content; the value is plain JSON. It shares no memory with the texts it was read from. */
  same<T extends object>(value: T): T {
    const text = JSON.stringify(value);
    return this.made('same', text, () => JSON.parse(text) as T);
  }

  /** The one object that is made of these objects. */
  of<T extends object>(parts: readonly object[], make: () => T): T {
    return this.made('of', parts.map((part) => this.#numberOf(part)).join(), make);
  }

  /** The one object of a kind that is made of this text. */
  made<T extends object>(kind: string, text: string, make: () => T): T {
    const key = `${kind} ${text}`;
    const known = this.#known.get(key)?.deref();
    if (known) return known as T;
    const value = make();
    this.#known.set(key, new WeakRef(value));
    return value;
  }

  /** Forgets what nobody has any more. */
  forgetUnused(): void {
    for (const [key, value] of this.#known) if (!value.deref()) this.#known.delete(key);
  }

  #numberOf(value: object): number {
    let number = this.#numbers.get(value);
    if (number === undefined) this.#numbers.set(value, (number = this.#count += 1));
    return number;
  }
}
