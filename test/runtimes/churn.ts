import { spawn } from 'node:child_process';
import type { Runc } from '../harness/runc.js';
import { childrenOf } from './processes.js';

/** One container from the moment somebody began to make it; times in milliseconds of `performance.now()`. */
export interface Life {
  id: string;
  /** What it was made from. */
  made: string;
  /** Ids of its processes, as far as known. */
  pids: Set<number>;
  begun: number;
  /** It is whole, and its program runs. */
  up: number;
  /** Somebody begins to end it. */
  ending: number;
  /** Nothing is left of it. */
  gone: number;
}

/** Makes a container and says how it is ended; the ids of its processes go into `life` as they are known. */
export type Maker = (life: Life) => Promise<() => Promise<void>>;

const never = Number.POSITIVE_INFINITY;

/** A life that begins now. */
export const newLife = (id: string, made: string): Life => ({
  id,
  made,
  pids: new Set(),
  begun: performance.now(),
  up: never,
  ending: never,
  gone: never,
});

/** Starts and ends containers for as long as it is told to, at most `most` at a time. */
export class Churn {
  readonly lives: Life[] = [];
  /** What failed; a churn that fails proves nothing. */
  readonly failures: unknown[] = [];
  readonly #standing: { life: Life; end: () => Promise<void> }[] = [];
  #counter = 0;

  constructor(
    private readonly tag: string,
    private readonly makers: Record<string, Maker>,
    private readonly most: number,
  ) {}

  /** Works with so many hands until `done`; then ends what still stands. */
  async run(hands: number, done: () => boolean): Promise<void> {
    const work = async () => {
      while (!done()) await this.#step().catch((error: unknown) => this.failures.push(error));
    };
    await Promise.all(Array.from({ length: hands }, work));
    const rest = async () => {
      for (let next = this.#standing.shift(); next; next = this.#standing.shift()) await this.#end(next);
    };
    await Promise.all(Array.from({ length: hands }, rest));
  }

  /** Grows until the most stand, then replaces; in no order, so that both old and new ones go. */
  async #step(): Promise<void> {
    const full = this.lives.filter(({ gone }) => gone === never).length >= this.most;
    if (full || Math.random() < 0.2) {
      const [chosen] = this.#standing.splice(Math.floor(Math.random() * this.#standing.length), 1);
      if (chosen) return this.#end(chosen);
    }
    const names = Object.keys(this.makers);
    const number = ++this.#counter;
    const made = names[number % names.length] ?? '';
    const life = newLife(`${this.tag}-${number}`, made);
    this.lives.push(life);
    const end = await this.makers[made]?.(life);
    if (end) this.#standing.push({ life, end });
  }

  async #end({ life, end }: { life: Life; end: () => Promise<void> }): Promise<void> {
    life.ending = Math.min(life.ending, performance.now());
    await end();
    life.gone = performance.now();
  }
}

/** A container of a bundle. One whose program ends by itself is `brief`: from then on nobody can say that it is there. */
export const fromBundle =
  (runc: Runc, bundle: string, { brief = false } = {}): Maker =>
  async (life) => {
    if (brief) life.ending = life.begun;
    life.pids.add(await runc.start(life.id, bundle));
    life.up = performance.now();
    return () => runc.delete(life.id);
  };

/** A process tree that unshare makes: it stays as the parent of the first process in the new PID namespace. */
export const unshared =
  (...flags: string[]): Maker =>
  async (life) => {
    const child = spawn('unshare', [...flags, '--fork', '--kill-child', 'sleep', '100000'], {
      stdio: 'ignore',
    });
    const launcher = child.pid ?? 0;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    life.pids.add(launcher);
    while (child.exitCode === null && life.pids.size < 2) {
      for (const pid of childrenOf(launcher)) life.pids.add(pid);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    life.up = performance.now();
    return async () => {
      child.kill('SIGKILL');
      await exited;
    };
  };
