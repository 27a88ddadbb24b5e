import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, self, type ProcessIdentity } from './process-identity.ts';

/** A lock that is held by a living process and by nobody once that process is gone, however it went. */
export class Lock {
  private readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /** Takes the lock, or says which living process holds it. Two takers of a dead holder's lock: one wins. */
  static take(file: string): Lock | ProcessIdentity {
    const mine = `${file}.${process.pid}`;
    writeFileSync(mine, JSON.stringify(self()), { mode: 0o600 });
    try {
      for (;;) {
        if (link(mine, file)) return new Lock(file);
        const holder = holderOf(file);
        if (holder && isAlive(holder)) return holder;
        setAside(file, holder);
      }
    } finally {
      rmSync(mine, { force: true });
    }
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** Who holds the lock as the file says, alive or not. */
export function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined; // nobody, or a file that was cut off by a crash
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to); // atomic: fails where the file is there
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead holder's lock away; one that somebody took in between is put back. */
function setAside(file: string, dead: ProcessIdentity | undefined): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (holderOf(aside)?.started !== dead?.started) link(aside, file);
  rmSync(aside, { force: true });
}
