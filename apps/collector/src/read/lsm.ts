import { isKnown, isUnreadable, unreadable, unsupported, type Fact, type Posture } from '@shoji/posture';
import { parseLsmLabel, parseLsmList, parseSelinuxContext } from '@shoji/procfs';
import { reasonOf, type Files, type Roots } from './files.js';
import { parsed } from './limits.js';
import { stableName } from './stableName.js';
import { readFact } from './text.js';

/** Which label-giving security modules the running kernel has; `true` = in force. */
export interface LsmSupport {
  apparmor: Fact<true>;
  selinux: Fact<true>;
  enforcing: Fact<boolean>;
}

/** Reads what the host has: the list of active modules, else what each module leaves in /sys and /proc. */
export function readLsmSupport(files: Files, { procfs, sysfs }: Roots): LsmSupport {
  const list = readFact(files, `${sysfs}/kernel/security/lsm`);
  const active = typeof list === 'string' ? parsed(list, parseLsmList) : list;
  const has = (path: string): Fact<boolean> => {
    try {
      return files.exists(path);
    } catch (error) {
      return unreadable(reasonOf(error));
    }
  };

  const apparmor = (): Fact<true> => {
    if (isKnown(active) && active.includes('apparmor')) return true;
    const built = has(`${sysfs}/module/apparmor`);
    if (!isKnown(built)) return built;
    if (!built) return unsupported('kernel built without AppArmor');
    // Without securityfs only the module's own switch tells.
    const enabled = isKnown(active) ? 'N' : readFact(files, `${sysfs}/module/apparmor/parameters/enabled`);
    if (typeof enabled !== 'string') return enabled;
    return enabled.startsWith('Y') ? true : unsupported('AppArmor is not enabled');
  };

  const selinux = (): Fact<true> => {
    if (isKnown(active)) return active.includes('selinux') ? true : unsupported('SELinux is not enabled');
    // The file system is registered only where SELinux was switched on at boot.
    const known = readFact(files, `${procfs}/filesystems`);
    if (typeof known !== 'string') return known;
    return /\tselinuxfs$/m.test(known) ? true : unsupported('SELinux is not enabled');
  };

  const told = apparmor();
  const enforce = readFact(files, `${sysfs}/fs/selinux/enforce`);
  return {
    apparmor: isUnreadable(told) ? (apparmorOfFirst(files, procfs) ?? told) : told,
    selinux: selinux(),
    enforcing: typeof enforce === 'string' ? enforce.startsWith('1') : enforce,
  };
}

/** Labels of one process as text, as far as the host has modules that give any. */
export interface LsmLabels {
  apparmor: Fact<string>;
  selinux: Fact<string>;
}

/**
 * Whether AppArmor labels the first process, which every process of a kernel with AppArmor has; `null` where that does not
 * tell either. Where no module gives labels, `attr/current` is EINVAL (security_getprocattr in security/security.c).
 */
function apparmorOfFirst(files: Files, procfs: string): Fact<true> | null {
  const [own, any] = ['apparmor/current', 'current'].map((name) =>
    readFact(files, `${procfs}/1/attr/${name}`),
  );
  if (typeof own === 'string') return true;
  const without = [own, any].some((fact) => isUnreadable(fact) && fact.unreadable === 'EINVAL');
  return without ? unsupported('AppArmor is not enabled') : null;
}

/** Reads the labels below `/proc/PID/attr` (apparmor(7), selinux(8)). */
export function readLsmLabels(files: Files, process: string, support: LsmSupport): LsmLabels {
  return {
    apparmor: isKnown(support.apparmor) ? apparmorLabel(files, process) : support.apparmor,
    selinux: isKnown(support.selinux) ? readFact(files, `${process}/attr/current`) : support.selinux,
  };
}

/** Before Linux 5.1 AppArmor has no directory of its own. */
function apparmorLabel(files: Files, process: string): Fact<string> {
  const own = readFact(files, `${process}/attr/apparmor/current`);
  return typeof own !== 'string' && JSON.stringify(own).includes('ENOENT')
    ? readFact(files, `${process}/attr/current`)
    : own;
}

/** The LSM wall of one process. */
export function readLsm({ apparmor, selinux }: LsmLabels, { enforcing }: LsmSupport): Posture['lsm'] {
  return {
    apparmor: typeof apparmor === 'string' ? parsed(apparmor, apparmorFact) : apparmor,
    selinux: typeof selinux === 'string' ? selinuxFact(selinux, enforcing) : selinux,
  };
}

type AppArmor = Extract<Posture['lsm']['apparmor'], { profile: string }>;

function apparmorFact(text: string): AppArmor {
  const { label, mode } = parseLsmLabel(text);
  // `user` is how kernels before 6.8 print the prompt mode.
  return { profile: stableName(label), mode: mode === 'user' ? 'prompt' : (mode ?? 'unconfined') };
}

function selinuxFact(text: string, enforcing: Fact<boolean>): Posture['lsm']['selinux'] {
  if (/^kernel[\0\n]*$/.test(text)) return unsupported('SELinux has no policy loaded');
  if (!isKnown(enforcing)) return enforcing;
  const context = parsed(text, parseSelinuxContext);
  if (!isKnown(context)) return context;
  const { user, role, type, level } = context;
  return { user, role, type, level: level ?? '', mode: enforcing ? 'enforcing' : 'permissive' };
}
