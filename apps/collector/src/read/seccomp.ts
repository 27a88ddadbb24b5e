import type { Status } from '@shoji/procfs';
import { isKnown, unsupported, type Fact, type Posture } from '@shoji/posture';

const modes = ['disabled', 'strict', 'filter'] as const;

/** Seccomp of a process (`Seccomp`, `Seccomp_filters` of `/proc/PID/status`, seccomp(2)). */
export function readSeccomp(status: Fact<Status>): Posture['seccomp'] {
  if (!isKnown(status)) return { mode: status, filters: status };
  const { Seccomp: seccomp, Seccomp_filters: filtersRead } = status;
  const without = unsupported('kernel built without seccomp');
  const mode = seccomp === null ? without : (modes[seccomp] ?? unsupported(`seccomp mode ${seccomp}`));
  const filters =
    seccomp === null ? without : (filtersRead ?? unsupported('kernel before 5.9 does not count filters'));
  return { mode, filters };
}
