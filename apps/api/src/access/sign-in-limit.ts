/** Failed attempts that one key may make in a window, by what the key is. */
export const signInLimits = { account: 30, address: 30, both: 5 } as const;
const window = 15 * 60 * 1000;
const keyLimit = 50_000;

interface Attempts {
  count: number;
  /** Milliseconds since the epoch. */
  until: number;
}

/**
 * Bounds how often passwords can be tried: by account, by address, and closer by both, so that a stranger cannot easily
 * lock a person out. Attempts are counted before the password is looked at, so that parallel ones count too. One process
 * counts for itself.
 */
export class SignInLimit {
  private readonly attempts = new Map<string, Attempts>();

  /** Takes one attempt; gives the seconds to wait where there is none left, else 0. */
  take(account: string, address: string, now: number): number {
    const keys = keysOf(account, address);
    const full = keys.map(([key, limit]) => {
      const attempts = this.attempts.get(key);
      return attempts !== undefined && attempts.until > now && attempts.count >= limit
        ? attempts.until - now
        : 0;
    });
    const wait = Math.max(...full);
    if (wait > 0) return Math.ceil(wait / 1000);
    for (const [key] of keys) this.count(key, now);
    return 0;
  }

  /** Forgets the attempts of an account from an address that proved to know the password. */
  clear(account: string, address: string): void {
    const [both] = keysOf(account, address);
    if (both !== undefined) this.attempts.delete(both[0]);
    for (const [key] of keysOf(account, address).slice(1)) {
      const attempts = this.attempts.get(key);
      if (attempts !== undefined) attempts.count = Math.max(0, attempts.count - 1);
    }
  }

  private count(key: string, now: number): void {
    const attempts = this.attempts.get(key);
    if (attempts !== undefined && attempts.until > now) {
      attempts.count += 1;
      return;
    }
    if (this.attempts.size >= keyLimit) this.forget(now);
    this.attempts.set(key, { count: 1, until: now + window });
  }

  /** Drops what has passed, and the oldest tenth where that is not enough: memory stays bounded under attack. */
  private forget(now: number): void {
    for (const [key, { until }] of this.attempts) if (until <= now) this.attempts.delete(key);
    let surplus = this.attempts.size - keyLimit * 0.9;
    for (const key of this.attempts.keys()) {
      if (surplus-- <= 0) break;
      this.attempts.delete(key);
    }
  }
}

const keysOf = (account: string, address: string): [string, number][] => {
  const network = networkOf(address);
  return [
    [JSON.stringify([account, network]), signInLimits.both],
    [JSON.stringify([account]), signInLimits.account],
    [network, signInLimits.address],
  ];
};

/** An IPv6 customer has a /64 at least (RFC 6177): counting single addresses would count nothing. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
