import type { Status } from '@shoji/procfs';
import { isKnown, unsupported, type Fact, type Posture } from '@shoji/posture';

const modes = ['disabled', 'strict', 'filter'] as const;
const without = unsupported('kernel built without seccomp');

/** Seccomp of a process (`Seccomp`, `Seccomp_filters` of `/proc/PID/status`, seccomp(2)). */
export function readSeccomp(status: Fact<Status>): Posture['seccomp'] {
  if (!isKnown(status)) return { mode: status, filters: status };
  const filters =
    status.Seccomp === null
      ? without
      : (status.Seccomp_filters ?? unsupported('kernel before 5.9 does not count filters'));
  return { mode: seccompMode(status), filters };
}

/** The mode alone. */
export const seccompMode = ({ Seccomp: number }: Status): Posture['seccomp']['mode'] =>
  number === null ? without : (modes[number] ?? unsupported(`seccomp mode ${number}`));
