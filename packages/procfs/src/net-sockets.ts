import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';
import { decimal } from './number.js';

/** One line of /proc/PID/net/tcp, tcp6, udp or udp6 (proc_net_tcp(5), net/ipv4/tcp_ipv4.c). */
export interface NetSocket {
  /** Dotted for IPv4, RFC 5952 for IPv6. */
  localAddress: string;
  localPort: number;
  /** Of include/net/tcp_states.h: 10 = LISTEN; 7 = a UDP socket that is connected to nobody. */
  state: number;
  uid: number;
  /** Number in the link `socket:[…]` of /proc/PID/fd; 0 = held by no process any more. */
  inode: number;
}

/**
 * Sockets of one network namespace. The kernel prints addresses as words of its own byte order: `littleEndian` says
 * which it has. @throws ProcfsError
 */
export function parseNetSockets(text: string, littleEndian = true): NetSocket[] {
  const [header, ...entries] = lines(text);
  if (header === undefined || !/^\s*sl\s+local_address/.test(header))
    throw new ProcfsError('missing-field', `no header of a socket table: ${quote(header ?? '')}`);
  return entries.map((line) => {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/);
    const [, address, port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local ?? '') ?? [];
    if (address === undefined || port === undefined || uid === undefined || inode === undefined)
      throw new ProcfsError('malformed', `not a socket: ${quote(line)}`);
    if (!/^[0-9A-F]{2}$/.test(state ?? ''))
      throw new ProcfsError('bad-number', `not the state of a socket: ${quote(state ?? '')}`);
    return {
      localAddress: addressOf(address, littleEndian),
      localPort: parseInt(port, 16),
      state: parseInt(state ?? '', 16),
      uid: decimal(uid, 0, uid.length),
      inode: decimal(inode, 0, inode.length),
    };
  });
}

function addressOf(hex: string, littleEndian: boolean): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => {
    const inOrder = (word.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
    return littleEndian ? inOrder.reverse() : inOrder;
  });
  return bytes.length === 4 ? bytes.join('.') : ipv6(bytes);
}

/** RFC 5952: the longest run of two or more zero groups is `::`; an IPv4 address within ends dotted. */
function ipv6(bytes: readonly number[]): string {
  if (bytes.slice(0, 12).every((byte, at) => byte === (at < 10 ? 0 : 0xff)))
    return `::ffff:${bytes.slice(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  let [start, length] = [0, 1];
  for (let at = 0; at < 8; at += 1) {
    let end = at;
    while (groups[end] === '0') end += 1;
    if (end - at > length) [start, length] = [at, end - at];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
