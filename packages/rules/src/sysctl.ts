import { evidenceOf, unreadable, type HostDocument } from '@shoji/posture';
import { fail, pass, unknown, type Verdict } from './rule.js';

/**
 * The verdict on settings of the kernel (proc_sys(5)): `isOpen` says of each value whether it leaves the door open. One
 * that is open settles it; one that the kernel does not have guards nothing, and is left out.
 */
export function judgeSysctls(
  sysctls: HostDocument['sysctls'],
  isOpen: Readonly<Record<string, (value: string) => boolean>>,
): Verdict {
  const names = Object.keys(isOpen);
  const values = names.map((name) => ({ name, value: sysctls[name] ?? unreadable('not read') }));
  const shown = (which: typeof values) => () =>
    which.map(({ name, value }) =>
      evidenceOf(`host.sysctls.${name}`, value, typeof value === 'string' ? `${name} = ${value}` : undefined),
    );
  const open = values.filter(
    ({ name, value }) => typeof value === 'string' && isOpen[name]?.(value) === true,
  );
  if (open.length > 0) return fail(shown(open));
  const unread = values.filter(({ value }) => typeof value === 'object' && 'unreadable' in value);
  return unread.length > 0 ? unknown(shown(unread)) : { ...pass, evidence: shown(values) };
}
