import {
  evidenceOf,
  isPrivateUserNamespace,
  type Fact,
  type IdMapping,
  type NamespaceRelation,
} from '@shoji/posture';
import { fail, pass, type Severity, type Verdict } from './rule.js';

/** What runtimes make read-only, not masked: exposed means that it can be written (moby daemon/pkg/oci/defaults.go). */
const readonlyPaths: ReadonlySet<string> = new Set([
  '/proc/bus',
  '/proc/fs',
  '/proc/irq',
  '/proc/sys',
  '/proc/sysrq-trigger',
]);

/** Whether an exposed path can be written, or can only be read. */
export const canBeWritten = (path: string): boolean => readonlyPaths.has(path);

/** The verdict on exposed paths of /proc and /sys; over a private user namespace the kernel asks root of the host. */
export function judgeExposed(
  {
    paths,
    user,
    uidMappings,
  }: { paths: readonly string[]; user: Fact<NamespaceRelation>; uidMappings: Fact<IdMapping[]> },
  words: string,
  severity: Severity,
): Verdict {
  if (paths.length === 0) return pass;
  return fail(
    () => [evidenceOf('filesystem.exposedPaths', paths, `${paths.join(', ')} ${words}`)],
    isPrivateUserNamespace(user, uidMappings) ? 'low' : severity,
  );
}
