import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';
import { decimal } from './number.js';

/**
 * Sockets in use by protocol (`TCP`, `UDP6`) of one network namespace: /proc/PID/net/sockstat or sockstat6
 * (net/ipv4/proc.c). Costs a hundredth of what the tables of the sockets do. @throws ProcfsError
 */
export function parseSockstat(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines(text)) {
    const [, protocol, count] = /^([A-Z][A-Z0-9]*): inuse (\S+)/.exec(line) ?? [];
    if (protocol !== undefined && count !== undefined) counts.set(protocol, decimal(count, 0, count.length));
  }
  if (counts.size === 0) throw new ProcfsError('missing-field', `no count of sockets: ${quote(text)}`);
  return counts;
}
