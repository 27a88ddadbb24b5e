import { isKnown, type RuntimeName } from '@shoji/posture';
import { reasonOf, type Files, type Roots } from '../read/files.js';
import { hostPath } from '../read/hostPath.js';
import type { NamespaceIds } from '../read/namespaces.js';
import type { Process } from '../read/processes.js';
import { dockerNaming, type Naming } from './docker.js';
import { fields, integer, parseJson, text } from './fields.js';
import { findDaemons } from './host/daemons.js';
import { dockerFlags } from './host/dockerConfiguration.js';

/** A container that docker has on record as running. */
interface Running {
  pid: number;
  naming: Naming;
  startedAt: string;
}

/** A container that its runtime believes to run, though no process of it does. */
export interface Lost extends Running {
  id: string;
  runtime: RuntimeName;
}

/** docker's record of a container, and what the file was like; `running` is `null` where it does not say so. */
interface Kept {
  version: string;
  running: Running | null;
}

const usualRoot = '/var/lib/docker';
const maxRecord = 8 * 1024 * 1024;
/** Milliseconds: a runtime writes down the end of a container a moment after the kernel saw it. */
export const grace = 2000;

/** Finds containers that docker lost; each of its records is read again only when it was written. */
export class DockerLost {
  #daemons: { key: string; roots: string[] } | null = null;
  #records = new Map<string, Kept>();
  /** When a container was first found missing, in milliseconds. */
  #missing = new Map<string, number>();

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
  ) {}

  /**
   * `found` are the containers that the kernel shows, `now` milliseconds. One is lost only when it is still missing two
   * seconds later: `unsure` asks for another reading.
   */
  find(
    processes: readonly Process[],
    host: NamespaceIds,
    found: ReadonlySet<string>,
    now: number,
  ): { lost: Lost[]; unsure: boolean } {
    const records = new Map<string, Kept>();
    const missing = new Map<string, number>();
    const lost: Lost[] = [];
    let alive: Set<number> | null = null;
    for (const [id, path] of this.#recordPaths(processes, host)) {
      if (found.has(id)) continue;
      const record = this.#record(path);
      if (!record) continue;
      records.set(path, record);
      if (!record.running) continue;
      alive ??= new Set(processes.map(({ pid }) => pid));
      if (alive.has(record.running.pid)) continue;
      const since = this.#missing.get(id) ?? now;
      missing.set(id, since);
      if (now - since >= grace) lost.push({ id, runtime: 'docker', ...record.running });
    }
    this.#records = records;
    this.#missing = missing;
    return { lost, unsure: missing.size > lost.length };
  }

  /** `config.v2.json` of every container in every data root, by id. */
  *#recordPaths(processes: readonly Process[], host: NamespaceIds): Generator<[string, string]> {
    for (const root of this.#dataRoots(processes, host)) {
      const directory = this.#attempt(() => hostPath(this.files, this.roots.rootfs, root));
      if (directory === null) continue;
      for (const id of this.#names(`${directory}/containers`))
        if (/^[0-9a-f]{64}$/.test(id)) yield [id, `${directory}/containers/${id}/config.v2.json`];
    }
  }

  #record(path: string): Kept | null {
    return this.#attempt(() => {
      const version = this.files.version(path);
      const kept = this.#records.get(path);
      if (kept?.version === version) return kept;
      return { version, running: running(parseJson(this.files.readText(path, maxRecord))) };
    });
  }

  /** Of the daemons that run, and the usual one: docker may be down while its containers live, and die. */
  #dataRoots(processes: readonly Process[], host: NamespaceIds): string[] {
    const daemons = processes.filter(({ comm }) => comm === 'dockerd');
    const key = daemons.map(({ pid, startTime }) => `${pid}:${startTime}`).join(' ');
    if (this.#daemons?.key !== key) {
      const told = findDaemons(this.files, this.roots, daemons, host).flatMap(({ args }) =>
        isKnown(args) ? this.#rootsOf(args) : [],
      );
      this.#daemons = { key, roots: [...new Set([usualRoot, ...told])] };
    }
    return this.#daemons.roots;
  }

  /** With `userns-remap` the daemon works in a directory below that is named after the first user and group id. */
  #rootsOf(args: readonly string[]): string[] {
    const flags = dockerFlags(args);
    const file = flags.get('config-file')?.at(-1) ?? '/etc/docker/daemon.json';
    const json = this.#attempt(() =>
      this.files.readText(hostPath(this.files, this.roots.rootfs, file), maxRecord),
    );
    const configured = text(fields(parseJson(json ?? ''))['data-root']);
    const root = flags.get('data-root')?.at(-1) ?? flags.get('g')?.at(-1) ?? configured ?? usualRoot;
    if (!root.startsWith('/')) return [];
    const directory = this.#attempt(() => hostPath(this.files, this.roots.rootfs, root));
    const remapped = directory === null ? [] : this.#names(directory);
    return [root, ...remapped.filter((name) => /^\d+\.\d+$/.test(name)).map((name) => `${root}/${name}`)];
  }

  #names(directory: string): string[] {
    return this.#attempt(() => this.files.readDir(directory)) ?? [];
  }

  /** What cannot be read tells of no container: nobody is called lost for that. */
  #attempt<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}

function running(json: unknown): Running | null {
  const state = fields(fields(json).State);
  const naming = dockerNaming(json);
  if (state.Running !== true || state.Restarting === true || naming === null) return null;
  const started = Date.parse(text(state.StartedAt) ?? '');
  return {
    pid: integer(state.Pid) ?? 0,
    naming,
    startedAt: new Date(Number.isNaN(started) ? 0 : started).toISOString(),
  };
}
