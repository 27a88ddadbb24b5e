/** What must be ended after a test, the last begun first; one that fails keeps none of the others from ending. */
export class Ends {
  readonly #ends: (() => unknown)[] = [];

  push(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** @throws {AggregateError} of all that failed, once all were tried. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `could not end: ${failures.map(String).join('; ')}`);
  }
}
