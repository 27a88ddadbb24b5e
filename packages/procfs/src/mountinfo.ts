import { ProcfsError, quote } from './errors.js';
import { requireWholeLines } from './lines.js';
import { decimal } from './number.js';
import { unescapeOctal } from './octal.js';

/** One line of /proc/PID/mountinfo (proc_pid_mountinfo(5)); paths without escapes. */
export interface Mount {
  id: number;
  parent: number;
  major: number;
  minor: number;
  /** Path in its file system that the mount shows; `//deleted` is not part of it. */
  root: string;
  /** What `root` names was unlinked after it was mounted. */
  rootDeleted: boolean;
  mountPoint: string;
  /** Of this mount: `ro`, `nosuid`, `idmapped`, … */
  mountOptions: string[];
  /** Peer group; null = not shared. */
  shared: number | null;
  /** Peer group it receives from; null = no slave. */
  master: number | null;
  propagateFrom: number | null;
  unbindable: boolean;
  /** With its subtype: `fuse.sshfs`. */
  fsType: string;
  /** May be empty. */
  source: string;
  /** Of the file system, still escaped: only so is a comma, colon or backslash of a path told from a separator. See `unescapeOctal`. */
  superOptions: string[];
}

/** /proc/PID/mountinfo; unknown optional fields are skipped. @throws ProcfsError */
export function parseMountinfo(text: string): Mount[] {
  requireWholeLines(text);
  const mounts: Mount[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    mounts.push(parseLine(text.slice(at, end)));
    at = end + 1;
  }
  return mounts;
}

function parseLine(line: string): Mount {
  const words = new Words(line);
  const id = words.number(' ');
  const parent = words.number(' ');
  const major = words.number(':');
  const minor = words.number(' ');
  const rawRoot = words.text();
  const rootDeleted = rawRoot.endsWith('//deleted');
  const mount: Mount = {
    id,
    parent,
    major,
    minor,
    root: unescapeOctal(rootDeleted ? rawRoot.slice(0, -'//deleted'.length) : rawRoot),
    rootDeleted,
    mountPoint: unescapeOctal(words.text()),
    mountOptions: words.text().split(','),
    shared: null,
    master: null,
    propagateFrom: null,
    unbindable: false,
    fsType: '',
    source: '',
    superOptions: [],
  };
  for (let field = words.text(); field !== '-'; field = words.text()) readOptionalField(mount, field);
  mount.fsType = unescapeOctal(words.text());
  mount.source = unescapeOctal(words.text());
  mount.superOptions = splitOptions(words.rest());
  return mount;
}

function readOptionalField(mount: Mount, field: string): void {
  if (field === 'unbindable') mount.unbindable = true;
  else if (field.startsWith('shared:')) mount.shared = decimal(field, 7, field.length);
  else if (field.startsWith('master:')) mount.master = decimal(field, 7, field.length);
  else if (field.startsWith('propagate_from:')) mount.propagateFrom = decimal(field, 15, field.length);
}

/** SELinux quotes a context that holds commas (`context="u:r:t:s0:c1,c2"`); everybody else escapes them. */
const quotedContext = /(?:^|,)((?:fs|def|root)?context="[^"]*")/;

function splitOptions(options: string): string[] {
  if (!options.includes('context="')) return options.split(',');
  return options.split(quotedContext).flatMap((part, index) => {
    if (index % 2 === 1) return [part];
    const plain = index > 0 && part.startsWith(',') ? part.slice(1) : part;
    return plain === '' ? [] : plain.split(',');
  });
}

/** Takes the words of a line one after the other; exactly one blank separates them, so that an empty source is seen. */
class Words {
  #at = 0;
  constructor(readonly line: string) {}

  text(): string {
    const end = this.#find(' ');
    const word = this.line.slice(this.#at, end);
    this.#at = end + 1;
    return word;
  }

  number(separator: ' ' | ':'): number {
    const end = this.#find(separator);
    const value = decimal(this.line, this.#at, end);
    this.#at = end + 1;
    return value;
  }

  rest(): string {
    return this.line.slice(this.#at);
  }

  #find(separator: string): number {
    const end = this.line.indexOf(separator, this.#at);
    if (end < 0) throw new ProcfsError('malformed', `not a mountinfo line: ${quote(this.line)}`);
    return end;
  }
}
