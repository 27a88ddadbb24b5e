import { isKnown, isUnreadable } from '../fact.js';
import type { Posture } from '../posture.js';

/** SELinux domains whose policy allows what an unconfined process may do. */
const unconfinedDomains: ReadonlySet<string> = new Set([
  'unconfined_t',
  'spc_t',
  'kernel_t',
  'init_t',
  'initrc_t',
  'unconfined_service_t',
]);

/** Whether AppArmor or SELinux confines (apparmor(7), selinux(8)); `null` = what could not be read decides it. */
export function confinedByModule({ apparmor, selinux }: Posture['lsm']): boolean | null {
  const byAppArmor =
    isKnown(apparmor) &&
    apparmor.profile !== 'unconfined' &&
    apparmor.mode !== 'unconfined' &&
    apparmor.mode !== 'complain';
  const bySelinux = isKnown(selinux) && selinux.mode === 'enforcing' && !unconfinedDomains.has(selinux.type);
  if (byAppArmor || bySelinux) return true;
  return isUnreadable(apparmor) || isUnreadable(selinux) ? null : false;
}
