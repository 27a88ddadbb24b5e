import { once } from 'node:events';
import { join } from 'node:path';
import { requireDatabase } from './database.ts';
import { prepareDirectory } from './directory.ts';
import { StartError } from './failure.ts';
import { appointKeeper } from './keeper.ts';
import { Lock } from './lock.ts';
import { Part, type PartPlan } from './part.ts';
import { embeddedPostgres } from './postgres.ts';
import { self } from './process-identity.ts';
import { endLeftovers, readRecord, RunningParts } from './record.ts';
import type { Settings } from './settings.ts';

/** One data directory in use by this process, and the parts that run on it. */
export class Instance {
  private readonly parts: Part[] = [];
  private readonly running: RunningParts;
  private readonly settings: Settings;
  private readonly say: (text: string) => void;
  private readonly lock: Lock;
  private readonly keeper;
  private stopped: Promise<void> | undefined;

  private constructor(settings: Settings, say: (text: string) => void, lock: Lock) {
    this.settings = settings;
    this.say = say;
    this.lock = lock;
    this.running = new RunningParts(settings.dataDir, self());
    this.keeper = appointKeeper(settings.dataDir);
  }

  /**
   * Takes the data directory and ends what a start that was killed left running on it.
   * @throws {StartError} `directory`, `disk-full`, or `locked` when another start uses it.
   */
  static async open(settings: Settings, say: (text: string) => void): Promise<Instance> {
    const { dataDir } = settings;
    prepareDirectory(dataDir);
    const lock = Lock.take(join(dataDir, 'lock'));
    if (!(lock instanceof Lock)) {
      throw new StartError('locked', `Shoji already runs on ${dataDir} (process ${lock.pid}).`);
    }
    await endLeftovers(readRecord(dataDir));
    return new Instance(settings, say, lock);
  }

  /** Starts the embedded Postgres, or sees that the user's own answers. Its address and a word about it. */
  async database(): Promise<{ url: string; detail: string }> {
    if (this.settings.databaseUrl) {
      await requireDatabase(this.settings.databaseUrl);
      this.running.useDatabase(this.settings.databaseUrl);
      return { url: this.settings.databaseUrl, detail: 'DATABASE_URL' };
    }
    const { plan, url, version } = await embeddedPostgres(this.settings.dataDir, this.say);
    await this.start(plan);
    this.running.useDatabase(url);
    return { url, detail: `Postgres ${version} on port ${new URL(url).port}` };
  }

  /** Starts a part, which from then on is kept running until the instance is stopped. */
  async start(plan: PartPlan): Promise<void> {
    if (this.stopped) return;
    const part = new Part(plan, { dataDir: this.settings.dataDir, running: this.running, say: this.say });
    this.parts.push(part);
    await part.start();
  }

  /** Ends every part, the last one started first, and lets the data directory go. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    for (const part of this.parts.reverse()) await part.stop();
    this.running.remove();
    if (this.keeper.kill('SIGKILL')) await once(this.keeper, 'exit'); // reaped, else it stays as a zombie
    this.lock.release();
  }
}
