import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `condition` holds; a throw counts as "not yet", and the last one is the cause when time is up. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { seconds = 30, alive }: { seconds?: number; alive?: ChildProcess } = {},
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let cause: unknown;
  while (Date.now() < deadline) {
    if (alive && alive.exitCode !== null) throw new Error(`it ended with ${alive.exitCode} before ${what}`);
    try {
      if (await condition()) return;
    } catch (error) {
      cause = error;
    }
    await pause(50);
  }
  throw new Error(`gave up after ${seconds} s waiting until ${what}`, { cause });
}

/** Ends a child with SIGTERM and waits for it; SIGKILL when it will not go. */
export async function stopProcess(child: ChildProcess, seconds = 20): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  await ended;
  clearTimeout(force);
}
