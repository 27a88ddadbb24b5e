import { endianness } from 'node:os';
import { isKnown, isUnreadable, type Fact, type Listener } from '@shoji/posture';
import { parseNetSockets, parseSockstat, type NetSocket } from '@shoji/procfs';
import type { Group } from './group.js';
import { reasonOf, type Files } from './files.js';
import { map, parsed } from './limits.js';
import type { Process } from './processes.js';
import { cut } from './stableName.js';
import { readFact } from './text.js';

/** How many containers this reading may still list the TCP sockets of. */
export interface ListenerBudget {
  left: number;
}

/** The kernel walks its whole table of connections for one namespace: some milliseconds, docs/adr/0014. */
export const listenersEachReading = 2;

/** Readings between two looks at the sockets of a container that is not new, and looks between two listings. */
const lookAgainAfter = 16;
const listAgainAfter = 16;
/** Readings in which a container is new. */
const newFor = 3;

/** Of include/net/tcp_states.h; a UDP socket that is connected to nobody has no state of its own. */
const TCP_LISTEN = 10;
const UDP_UNCONNECTED = 7;

/** Default of `net.ipv4.ip_local_port_range`: ports that the kernel chose. */
const firstEphemeral = 32768;
const lastEphemeral = 60999;
const isEphemeral = (port: number): boolean => port >= firstEphemeral && port <= lastEphemeral;

/** Open files of a process and processes that are looked through for the owners of sockets, at most. */
const maxFiles = 4096;
const maxProcesses = 256;

/** What was found, and what tells whether it may have changed. */
interface Kept {
  listeners: Fact<Listener[]>;
  /** When sockets were counted, all processes being as they were then. */
  processes: Group['processes'];
  reading: number;
  counts: string;
  /** Looks since they were listed. */
  looks: number;
}

/**
 * The listening sockets of one container in a network namespace of its own (proc_net_tcp(5)). No event tells of them:
 * they are counted when the container is new, and rarely again, but never while none of its processes ran; and listed
 * where their number changed, and now and then.
 */
export class ListenerList {
  #kept: Kept | null = null;
  #reading = 0;

  /** `undefined` where they were not read yet. */
  read(group: Group, files: Files, budget: ListenerBudget): Fact<Listener[]> | undefined {
    this.#reading += 1;
    const kept = this.#kept;
    if (kept && !this.#mayHaveChanged(kept, group.processes)) return kept.listeners;
    const counts = countSockets(files, group.init.directory);
    const key = JSON.stringify(Object.entries(counts));
    const seen = { processes: group.processes, reading: this.#reading, counts: key };
    if (kept?.counts === key && kept.looks < listAgainAfter) {
      this.#kept = { ...kept, ...seen, looks: kept.looks + 1 };
      return kept.listeners;
    }
    if (counts.tcp !== 0 || counts.tcp6 !== 0) {
      if (budget.left <= 0) return kept?.listeners;
      budget.left -= 1;
    }
    this.#kept = { ...seen, listeners: listListeners(group, counts, files), looks: 0 };
    return this.#kept.listeners;
  }

  #mayHaveChanged(kept: Kept, processes: Group['processes']): boolean {
    if (this.#reading > newFor && this.#reading - kept.reading < lookAgainAfter) return false;
    // The same object is a process whose main thread did not run.
    return (
      processes.length !== kept.processes.length ||
      processes.some((process, at) => process !== kept.processes[at] || process.threads > 1)
    );
  }
}

const tables = [
  { table: 'tcp', protocol: 'tcp', wanted: TCP_LISTEN },
  { table: 'tcp6', protocol: 'tcp', wanted: TCP_LISTEN },
  { table: 'udp', protocol: 'udp', wanted: UDP_UNCONNECTED },
  { table: 'udp6', protocol: 'udp', wanted: UDP_UNCONNECTED },
] as const;
type Counts = Partial<Record<(typeof tables)[number]['table'], number>>;

/** Sockets of each table, as far as the kernel counts them. */
function countSockets(files: Files, process: string): Counts {
  const counts: Counts = {};
  for (const [file, suffix] of [
    ['sockstat', ''],
    ['sockstat6', '6'],
  ] as const) {
    const found = map(readFact(files, `${process}/net/${file}`), (text) => parsed(text, parseSockstat));
    const [tcp, udp] = [`tcp${suffix}`, `udp${suffix}`] as const;
    // A kernel without IPv6 has no sockets of it.
    if (isUnreadable(found) && found.unreadable === 'ENOENT' && suffix === '6') counts[tcp] = counts[udp] = 0;
    if (!isKnown(found)) continue;
    counts[tcp] = found.get(tcp.toUpperCase()) ?? 0;
    counts[udp] = found.get(udp.toUpperCase()) ?? 0;
  }
  return counts;
}

function listListeners({ init, processes }: Group, counts: Counts, files: Files): Fact<Listener[]> {
  const sockets: { protocol: Listener['protocol']; socket: NetSocket }[] = [];
  for (const { table, protocol, wanted } of tables) {
    if (counts[table] === 0) continue;
    const all = map(readFact(files, `${init.directory}/net/${table}`), (text) =>
      parsed(text, (known) => parseNetSockets(known, endianness() === 'LE')),
    );
    if (!isKnown(all)) return all;
    for (const socket of all)
      // A UDP socket on a port that the kernel chose waits for answers, not for anybody.
      if (socket.state === wanted && !(protocol === 'udp' && isEphemeral(socket.localPort)))
        sockets.push({ protocol, socket });
  }
  if (sockets.length === 0) return [];
  const inside = processes.filter(({ namespaces }) => namespaces.network === init.namespaces.network);
  const owners = ownersOf(new Set(sockets.map(({ socket }) => socket.inode)), inside, files);
  return unique(
    sockets.map(({ protocol, socket: { localAddress, localPort, inode } }) => ({
      protocol,
      address: localAddress,
      port: localPort,
      exe: owners.get(inode) ?? null,
    })),
  );
}

/** Executables by the inode of the socket that they hold; the oldest process that has it open is its owner. */
function ownersOf(inodes: Set<number>, processes: readonly Process[], files: Files): Map<number, string> {
  const owners = new Map<number, string>();
  for (const { directory } of processes.slice(0, maxProcesses)) {
    if (owners.size === inodes.size) break;
    tolerate(() => {
      for (const name of files.readDir(`${directory}/fd`).slice(0, maxFiles)) {
        const target = tolerate(() => files.readLink(`${directory}/fd/${name}`));
        const inode = Number(/^socket:\[(\d+)\]$/.exec(target ?? '')?.[1]);
        if (inodes.has(inode) && !owners.has(inode))
          owners.set(inode, cut(files.readLink(`${directory}/exe`)));
      }
    });
  }
  return owners;
}

/** A process that ends, or may not be looked into, leaves its sockets without an owner. */
function tolerate<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

/** Sorted, each once: SO_REUSEPORT gives every worker a socket of its own. */
function unique(listeners: Listener[]): Listener[] {
  const byText = new Map(listeners.map((listener) => [JSON.stringify(listener), listener]));
  return [...byText]
    .map(([, listener]) => listener)
    .sort(
      (a, b) =>
        a.port - b.port ||
        compare(a.protocol, b.protocol) ||
        compare(a.address, b.address) ||
        compare(a.exe ?? '', b.exe ?? ''),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What of the listeners is the same in two identical containers: without docker's own resolver, and with port 0 for one
 * that the kernel chose.
 */
export const lastingListeners = (listeners: Fact<Listener[]>): Fact<Listener[]> =>
  isKnown(listeners)
    ? unique(
        listeners
          .filter(({ address }) => address !== '127.0.0.11')
          .map((listener) => (isEphemeral(listener.port) ? { ...listener, port: 0 } : listener)),
      )
    : listeners;
