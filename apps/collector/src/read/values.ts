import { Memo } from './text.js';

/** Gives values of one content as one object, however many containers have it: a host has few distinct ones. */
export class Values {
  readonly #memo: Memo;
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;

  /** A value outlives so many calls of {@link forgetUnused} without being asked for. */
  constructor(lasts: number) {
    this.#memo = new Memo(lasts);
  }

  /** The one object of this content; the value is plain JSON. It shares no memory with the texts it was read from. */
  same<T extends object>(value: T): T {
    const text = JSON.stringify(value);
    return this.#memo.use(text, '', () => JSON.parse(text) as T);
  }

  /** The one object that is made of these objects. */
  of<T extends object>(parts: readonly object[], make: () => T): T {
    return this.#memo.use(parts.map((part) => this.#numberOf(part)).join(), '', make);
  }

  forgetUnused(): void {
    this.#memo.forgetUnused();
  }

  #numberOf(value: object): number {
    let number = this.#numbers.get(value);
    if (number === undefined) this.#numbers.set(value, (number = this.#count += 1));
    return number;
  }
}
