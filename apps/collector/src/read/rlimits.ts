import type { Limits } from '@shoji/procfs';
import { isKnown, rlimitNames, type Fact, type Posture } from '@shoji/posture';

/** The sixteen resource limits of a process (`/proc/PID/limits`, getrlimit(2)); `null` = unlimited. */
export const readRlimits = (limits: Fact<Limits>): Posture['rlimits'] =>
  Object.fromEntries(
    rlimitNames.map((name) => [name, isKnown(limits) ? limits[name] : limits]),
  ) as Posture['rlimits'];
