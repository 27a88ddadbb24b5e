import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { System } from '../test/harness/system.js';

/** One line of the result: ours against a peer or a floor, both measured in this run. */
export interface Ratio {
  what: string;
  ours: number;
  peer: number;
  unit: string;
  peerName: string;
}

/** Middle of the measured values. */
export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) +
      (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) /
    2
  );
};

/**
 * CPU milliseconds (user and system) that a command and its children take, as bash's `time` counts them. Tried again
 * where it fails: `lsns` gives up when a process ends under its eyes.
 */
export function commandCpu(command: string): number {
  const script = `TIMEFORMAT='%U %S'; time ${command} >/dev/null 2>&1`;
  let said = '';
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    const [user, system] = stderr.trim().split(' ').map(Number);
    if (status === 0 && user !== undefined && system !== undefined) return (user + system) * 1000;
    said = stderr;
  }
  throw new Error(`${command} failed: ${said}`);
}

/** CPU milliseconds that a process has taken so far, all threads (proc_pid_stat(5): utime, stime in 1/100 s). */
export function processCpu(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const [, , , , , , , , , , , utime, stime] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(utime) + Number(stime)) * 10;
}

/** Peak resident set of a process in MiB (proc_pid_status(5): VmHWM). */
export const peakRss = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Prints a ratio the way the documentation quotes it. */
export const printRatio = ({ what, ours, peer, unit, peerName }: Ratio): void =>
  console.log(
    `${what.padEnd(46)} ${ours.toFixed(2).padStart(9)} ${unit.padEnd(10)} ${(ours / peer).toFixed(2).padStart(6)} × ${peerName} (${peer.toFixed(2)})`,
  );

/** CPU milliseconds of this process while it does something. */
export async function ownCpu(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Connection string of the database that a running system keeps everything in. */
export const databaseOf = (system: System): string => environmentOf(system.pidOf('api'), 'DATABASE_URL');

/** One variable of a process's environment (proc_pid_environ(5)). @throws where it is not set. */
export function environmentOf(pid: number, name: string): string {
  const entry = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .find((text) => text.startsWith(`${name}=`));
  if (entry === undefined) throw new Error(`process ${pid} has no ${name}`);
  return entry.slice(name.length + 1);
}
