import type { ContainerKind } from '@shoji/posture';
import type { Claim } from '../runtimes/claim.js';
import type { Process } from './processes.js';

/** Processes that share walls the host does not have. */
export interface Group {
  kind: ContainerKind;
  claim: Claim | null;
  /** The first process of the container's own program, whose walls are the container's. */
  init: Process;
  /** Oldest first. */
  processes: Process[];
  /** What started the oldest process, if it still lives. */
  parent: Process | null;
  /** The container that this one runs in. */
  within: Group | null;
  /** Path of a cgroup that holds no process but this group's; `null` = it shares the one it is in. */
  ownCgroup: string | null;
}

/** Oldest first; pids break ties of one clock tick. */
export const byAge = (a: Process, b: Process): number => a.startTime - b.startTime || a.pid - b.pid;
