/** A value that stands for as long as what it was made of is the same: texts by content, objects by identity. */
export class Derived<T> {
  #made: { of: readonly unknown[]; value: T } | null = null;

  of(parts: readonly unknown[], make: () => T): T {
    const made = this.#made;
    if (made?.of.length === parts.length && parts.every((part, at) => part === made.of[at]))
      return made.value;
    const value = make();
    this.#made = { of: parts, value };
    return value;
  }
}
