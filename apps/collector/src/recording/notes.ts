import { lstatSync } from 'node:fs';
import { recordedPath } from './recordedPath.js';
import { codeOf, type DeviceListing, type Files, type Roots } from '../read/files.js';

/** A question to a runtime about one thing. */
export type Ask = (about: string) => Promise<unknown>;

/**
 * What a reading asked of the host and what it was answered, by path on the host. A path that was asked for twice has its
 * last answer: so a process that ended during the reading is as gone in the recording as it was for the reader.
 */
export class Notes {
  readonly texts = new Map<string, string>();
  /** Targets of links; `stat:PATH` of what was only looked at: `MODE uid:gid dev= ino=`. */
  readonly links = new Map<string, string>();
  /** Errno name by path, or by `stat:PATH`. */
  readonly errors = new Map<string, string>();
  /** Whole listings of directories. */
  readonly directories = new Map<string, string[]>();
  /** Device nodes by process id. */
  readonly devices = new Map<string, DeviceListing>();
  /** Answers of docker by container id. */
  readonly inspected = new Map<string, unknown>();
  /** Versions of docker by its socket. */
  readonly versions = new Map<string, unknown>();

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
  ) {}

  /** The host's files, with every answer noted. */
  readonly noting: Files = {
    readText: (path, limit) => this.#note(path, this.texts, () => this.files.readText(path, limit)),
    readLink: (path) => this.#link(path),
    readDir: (path) => this.#note(path, this.directories, () => this.files.readDir(path)),
    exists: (path) => this.#look(path, () => this.files.exists(path)),
    version: (path) => this.#look(path, () => this.files.version(path)),
    permissions: (path) => this.#look(path, () => this.files.permissions(path)),
    deviceNodes: (root, directory) => {
      const pid = /\/(\d+)\/root$/.exec(root)?.[1] ?? '';
      try {
        const listing = this.files.deviceNodes(root, directory);
        this.devices.set(pid, listing);
        return listing;
      } catch (error) {
        this.devices.delete(pid);
        this.#refused(`${this.#at(root)}/dev`, error);
        throw error;
      }
    },
  };

  /** Whether anything is known of the path already. */
  has(path: string): boolean {
    const at = this.#at(path);
    return this.texts.has(at) || this.links.has(at) || this.errors.has(at);
  }

  /** Asks docker, and keeps what it says, by what it was asked about. */
  asking(ask: Ask, answers: Map<string, unknown>): Ask {
    return async (about) => {
      const answer = await ask(about);
      if (answer !== null && answer !== undefined) answers.set(about, answer);
      return answer;
    };
  }

  #at(path: string): string {
    return recordedPath(path, this.roots);
  }

  #note<T>(path: string, into: Map<string, T>, ask: () => T): T {
    const at = this.#at(path);
    try {
      const answer = ask();
      into.set(at, answer);
      this.errors.delete(at);
      return answer;
    } catch (error) {
      into.delete(at);
      this.#refused(at, error);
      throw error;
    }
  }

  /** What is no link is there all the same. */
  #link(path: string): string {
    try {
      return this.#note(path, this.links, () => this.files.readLink(path));
    } catch (error) {
      if (codeOf(error) === 'EINVAL') {
        this.errors.delete(this.#at(path));
        this.#look(path, () => true);
      }
      throw error;
    }
  }

  #look<T>(path: string, ask: () => T): T {
    const at = `stat:${this.#at(path)}`;
    try {
      const answer = ask();
      if (answer === false) this.#refused(at, { code: 'ENOENT' });
      else this.links.set(at, statusOf(path));
      return answer;
    } catch (error) {
      this.#refused(at, error);
      throw error;
    }
  }

  /** That a directory is no file, or a file no link, says nothing of it: what it is was or will be noted elsewhere. */
  #refused(at: string, error: unknown): void {
    const code = codeOf(error);
    if (code === undefined || code === 'EISDIR' || this.texts.has(at)) return;
    if (at.startsWith('stat:')) this.links.delete(at);
    this.errors.set(at, code);
  }
}

/** What `stat:PATH` of a recording says. */
function statusOf(path: string): string {
  try {
    const { mode, uid, gid, dev, ino } = lstatSync(path);
    return `${mode.toString(8)} ${uid}:${gid} dev=${dev} ino=${ino}`;
  } catch {
    return '0 0:0 dev=0 ino=0';
  }
}
