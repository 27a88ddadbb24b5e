import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines, rotateLog } from './directory.ts';
import { diskFull, saysDiskFull, StartError } from './failure.ts';
import { endProcess, identify, type ProcessIdentity } from './process-identity.ts';
import { grace, type RunningParts } from './record.ts';

/** What a part is and when it is ready. */
export interface PartPlan {
  name: 'postgres' | 'api' | 'worker' | 'web' | 'collector';
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Runs as another user than the launcher. */
  account?: { uid: number; gid: number } | undefined;
  /** Opened for the child as file descriptor 3. */
  descriptor?: number | undefined;
  /** How it is asked to end; SIGTERM by default. */
  signal?: NodeJS.Signals;
  /** Whether it does its work; a throw counts as "not yet". */
  ready: () => boolean | Promise<boolean>;
  /** Seconds to get ready the first time. */
  patience?: number;
}

/** What all parts of one instance share. */
export interface PartContext {
  dataDir: string;
  running: RunningParts;
  say: (text: string) => void;
}

/** Order of ending: who writes goes before who is written to. */
const endOrder = ['collector', 'web', 'worker', 'api', 'postgres'] as const;

const longestBackoff = 10_000;
/** Milliseconds after which a part counts as having recovered. */
const settled = 60_000;

/** A child process that is started again, ever more slowly, whenever it ends by itself. */
export class Part {
  private child: ChildProcess | undefined;
  private identity: ProcessIdentity | undefined;
  private stopping = false;
  private backoff = 250;
  private readonly plan: PartPlan;
  private readonly context: PartContext;
  private readonly log: string;

  constructor(plan: PartPlan, context: PartContext) {
    this.plan = plan;
    this.context = context;
    this.log = rotateLog(context.dataDir, plan.name);
  }

  /**
   * Starts the part and waits until it is ready. From then on it is kept running.
   * @throws {StartError} `part` when it ends or stays silent, `disk-full` when that is why.
   */
  async start(): Promise<void> {
    const child = this.launch();
    const deadline = Date.now() + (this.plan.patience ?? 60) * 1000;
    while (!(await this.isReady())) {
      if (this.stopping) return;
      if (hasEnded(child)) throw this.failure('ended before it was ready');
      if (Date.now() > deadline) throw this.failure('did not get ready in time');
      await pause(50);
    }
    child.once('exit', () => this.startAgain());
    if (hasEnded(child)) this.startAgain();
  }

  /** Ends the part and waits until it is gone; it is not started again. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.identity) await endProcess(this.identity, this.plan.signal ?? 'SIGTERM', grace);
  }

  private launch(): ChildProcess {
    const { name, command, args, env, account, descriptor, signal = 'SIGTERM' } = this.plan;
    const log = openSync(this.log, 'a', 0o600);
    // A process group of its own: Ctrl-C in the terminal must not reach the parts before the launcher ends them in order.
    const child = spawn(command, args, {
      ...account,
      env,
      detached: true,
      stdio: ['ignore', log, log, ...(descriptor === undefined ? [] : [descriptor])],
    });
    closeSync(log);
    child.on('error', () => undefined); // shows as a child without a pid
    this.child = child;
    this.identity = child.pid === undefined ? undefined : identify(child.pid);
    if (this.identity) {
      this.context.running.add({ ...this.identity, name, signal, order: endOrder.indexOf(name) });
    }
    return child;
  }

  private startAgain(): void {
    if (this.stopping) return;
    const { name } = this.plan;
    const how = this.child?.signalCode ?? `code ${this.child?.exitCode ?? 'unknown'}`;
    this.context.say(`${name} ended (${how}) and is started again; its log is ${this.log}`);
    setTimeout(() => {
      if (this.stopping) return;
      const since = Date.now();
      this.launch().once('exit', () => {
        this.backoff = Date.now() - since > settled ? 250 : Math.min(this.backoff * 2, longestBackoff);
        this.startAgain();
      });
    }, this.backoff);
  }

  private async isReady(): Promise<boolean> {
    try {
      return await this.plan.ready();
    } catch {
      return false;
    }
  }

  private failure(what: string): StartError {
    const last = lastLines(this.log, 1);
    if (saysDiskFull(lastLines(this.log, 20)))
      return new StartError('disk-full', diskFull(this.context.dataDir));
    return new StartError(
      'part',
      `${this.plan.name} ${what}: ${last || 'it said nothing'} (log: ${this.log})`,
    );
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
