import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadContainer, Snapshot } from '../../apps/collector/src/read/snapshot.js';
import { jsonIn, readerOf, unpack } from './unpack.js';

interface Scenario {
  records: { name: string; id: string; init: number; oci?: Record<string, string> }[];
}

/** What of a process is another's than the one's it was made from. */
export interface Change {
  ppid?: number;
  comm?: string;
  cmdline?: string[];
  cgroup?: string;
  state?: string;
  /** Inode by the kernel's name of a namespace. */
  namespaces?: Record<string, number>;
  links?: Record<string, string>;
}

/** A recorded host with changes: a copy on the disk, which the next reading takes as it then is. */
export class DerivedHost {
  readonly directory: string;
  readonly remove: () => void;
  readonly links: Record<string, string>;
  readonly #records: Scenario['records'];

  constructor(host: string) {
    ({ directory: this.directory, remove: this.remove } = unpack(host));
    this.links = jsonIn(this.directory, 'links.json');
    this.#records = existsSync(join(this.directory, 'scenario.json'))
      ? jsonIn<Scenario>(this.directory, 'scenario.json').records
      : [];
  }

  /** Id and init of a recorded container. */
  recorded(name: string): Scenario['records'][number] {
    return this.#records.find((record) => record.name === name)!;
  }

  #file(path: string): string {
    return join(this.directory, 'fs', path);
  }

  text(path: string): string {
    return readFileSync(this.#file(path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(this.#file(path));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.#file(path)), { recursive: true });
    writeFileSync(this.#file(path), text);
  }

  change(path: string, how: (text: string) => string): void {
    this.write(path, how(this.text(path)));
  }

  /** Takes away a file or directory, and every link below it. */
  drop(path: string): void {
    rmSync(this.#file(path), { recursive: true, force: true });
    for (const link of Object.keys(this.links)) if (link.startsWith(`${path}/`)) delete this.links[link];
  }

  /** Puts a copy of a recorded process at another pid, or changes it where it is. */
  process(pid: number, from: number, change: Change): void {
    if (pid !== from) {
      cpSync(this.#file(`/proc/${from}`), this.#file(`/proc/${pid}`), { recursive: true });
      for (const [link, target] of Object.entries(this.links))
        if (link.startsWith(`/proc/${from}/`)) this.links[link.replace(`/${from}/`, `/${pid}/`)] = target;
    }
    const { ppid, comm, cmdline, cgroup, state } = change;
    this.change(`/proc/${pid}/stat`, (text) => {
      const [, name, was, above, rest] = /^\d+ \((.*)\) (\S) (\d+)(.*)$/s.exec(text)!;
      return `${pid} (${comm ?? name}) ${state ?? was} ${ppid ?? above}${rest}`;
    });
    if (comm !== undefined) this.write(`/proc/${pid}/comm`, `${comm}\n`);
    if (cmdline !== undefined) this.write(`/proc/${pid}/cmdline`, cmdline.map((arg) => `${arg}\0`).join(''));
    if (cgroup !== undefined) this.write(`/proc/${pid}/cgroup`, `0::${cgroup}\n`);
    for (const [type, inode] of Object.entries(change.namespaces ?? {}))
      this.links[`/proc/${pid}/ns/${type}`] = `${type}:[${inode}]`;
    for (const [name, target] of Object.entries(change.links ?? {}))
      this.links[`/proc/${pid}/${name}`] = target;
  }

  /** Copies the files of a cgroup to another one. */
  cgroup(path: string, from: string): void {
    const [to, source] = [path, from].map((at) => this.#file(`/sys/fs/cgroup${at}`));
    mkdirSync(to!, { recursive: true });
    for (const entry of readdirSync(source!, { withFileTypes: true }))
      if (entry.isFile()) copyFileSync(join(source!, entry.name), join(to!, entry.name));
  }

  /** Text of a file beside `fs`. */
  beside(name: string): string {
    return readFileSync(join(this.directory, name), 'utf8');
  }

  setBeside(name: string, text: string | null): void {
    if (text === null) rmSync(join(this.directory, name), { recursive: true, force: true });
    else writeFileSync(join(this.directory, name), text);
  }

  async read(): Promise<Snapshot & { of: (name: string) => ReadContainer | undefined }> {
    writeFileSync(join(this.directory, 'links.json'), JSON.stringify(this.links));
    const snapshot = await readerOf(this.directory).read(new Date(0));
    const of = (name: string) => snapshot.containers.find(({ id }) => id === this.recorded(name).id);
    return { ...snapshot, of };
  }
}
