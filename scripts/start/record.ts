import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, type ProcessIdentity } from './process-identity.ts';

/** One running part, and how it is asked to end. */
export interface RecordedProcess extends ProcessIdentity {
  name: string;
  signal: NodeJS.Signals;
  /** Place in the order of ending; the smallest goes first. */
  order: number;
}

interface RunRecord {
  launcher: ProcessIdentity;
  databaseUrl: string;
  processes: RecordedProcess[];
}

/** Seconds a part has to end by itself. */
export const grace = 20;

const fileOf = (dataDir: string): string => join(dataDir, 'run.json');

/** What runs now, on disk, so that whoever comes after a launcher that was killed can end it. */
export class RunningParts {
  private readonly record: RunRecord;
  private readonly dataDir: string;

  constructor(dataDir: string, launcher: ProcessIdentity) {
    this.dataDir = dataDir;
    this.record = { launcher, databaseUrl: '', processes: [] };
  }

  useDatabase(url: string): void {
    this.record.databaseUrl = url;
    this.write();
  }

  add(part: RecordedProcess): void {
    this.record.processes = [...this.record.processes.filter(({ name }) => name !== part.name), part];
    this.write();
  }

  remove(): void {
    rmSync(fileOf(this.dataDir), { force: true });
  }

  private write(): void {
    const file = fileOf(this.dataDir);
    writeFileSync(`${file}.new`, JSON.stringify(this.record), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

/** The record of the data directory's last run, if it left one. */
export function readRecord(dataDir: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** Ends in order what a launcher that is gone left running. */
export async function endLeftovers(record: RunRecord | undefined): Promise<void> {
  for (const part of (record?.processes ?? []).sort((a, b) => a.order - b.order)) {
    await endProcess(part, part.signal, grace);
  }
}
