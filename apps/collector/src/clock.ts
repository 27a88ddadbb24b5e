/** Time and chance, as arguments. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  /** Calls back once after that many milliseconds; the answer cancels it. */
  after: (milliseconds: number, call: () => void) => () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
