import { ProcfsError, quote } from './errors.js';
import { singleLine } from './lines.js';

/** AppArmor's words for how a label is enforced; `mixed` = the parts of a stack differ (security/apparmor/policy.c). */
export const appArmorModes = [
  'enforce',
  'complain',
  'kill',
  'unconfined',
  'user',
  'prompt',
  'mixed',
] as const;
export type AppArmorMode = (typeof appArmorModes)[number];

export interface AppArmorLabel {
  /** As the kernel prints it: `docker-default`, `a//child`, `x//&:namespace:y`, `unconfined`. May hold blanks. */
  label: string;
  /** null = printed without a mode: nothing but the `unconfined` of its policy namespaces. */
  mode: AppArmorMode | null;
}

/** AppArmor's /proc/PID/attr/apparmor/current, or attr/current where AppArmor answers it. @throws ProcfsError */
export function parseLsmLabel(text: string): AppArmorLabel {
  const line = singleLine(text, 'attr/current');
  const open = line.lastIndexOf(' (');
  const mode = appArmorModes.find(
    (known) => line.endsWith(` (${known})`) && open === line.length - known.length - 3,
  );
  if (mode !== undefined && open > 0) return { label: line.slice(0, open), mode };
  // A profile's name never comes without its mode: this one was cut, or belongs to another security module.
  if (!line.split('//&').every((part) => /^(?::.+:(?:\/\/)?)?unconfined$/.test(part))) {
    throw new ProcfsError('malformed', `not an AppArmor label: ${quote(line)}`);
  }
  return { label: line, mode: null };
}

export interface SelinuxContext {
  user: string;
  role: string;
  type: string;
  /** MLS/MCS range, may hold colons: `s0-s0:c0.c1023`; null = policy without levels. */
  level: string | null;
}

/** SELinux's /proc/PID/attr/current, `user:role:type[:level]`. @throws ProcfsError, for `kernel` (no policy loaded), too */
export function parseSelinuxContext(text: string): SelinuxContext {
  const line = singleLine(text, 'attr/current');
  const parts = /^([^:]+):([^:]+):([^:]+)(?::(.+))?$/.exec(line);
  if (parts?.[1] === undefined || parts[2] === undefined || parts[3] === undefined) {
    throw new ProcfsError('malformed', `not an SELinux context: ${quote(line)}`);
  }
  return { user: parts[1], role: parts[2], type: parts[3], level: parts[4] ?? null };
}
