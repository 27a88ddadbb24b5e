import { isKnown } from '../fact.js';
import type { Posture } from '../posture.js';
import type { CapabilitySet } from '../vocabulary.js';
import {
  compareFacts,
  different,
  few,
  stronger,
  weaker,
  type Comparison,
  type Difference,
} from './difference.js';

/**
 * Differences of the capabilities wall (capabilities(7)). The sets are compared from the widest inwards, and what one
 * of them has shown is not shown again of the next.
 */
export function* compareCapabilities(declared: Posture, effective: Posture): Generator<Difference> {
  const shownMore = new Set<string>();
  const shownLess = new Set<string>();
  const inheritable = isKnown(declared.capabilities.inheritable) ? declared.capabilities.inheritable : [];
  const leftRoot = effective.user.uid !== 0;
  for (const set of [
    'bounding',
    'permitted',
    'effective',
    'inheritable',
    'ambient',
  ] satisfies CapabilitySet[]) {
    const pair = {
      wall: 'capabilities' as const,
      field: `capabilities.${set}`,
      declared: declared.capabilities[set],
      effective: effective.capabilities[set],
    };
    yield* compareFacts(pair, {
      compare: (list, found) => {
        // The kernel keeps in the ambient set only what is inheritable, too (capabilities(7)).
        const asked = set === 'ambient' ? list.filter((name) => inheritable.includes(name)) : list;
        const more = news(found, asked, shownMore);
        const less = news(asked, found, shownLess);
        if (more.length > 0) {
          const lost = less.length > 0 ? `, lacks ${few(less)}` : '';
          return weaker(`also holds ${few(more)}${lost}`);
        }
        // execve(2) of a user who is not root ends with no capabilities but the ambient ones.
        if (less.length === 0 || (leftRoot && set !== 'bounding')) return null;
        return stronger(`lacks ${few(less)}`);
      },
    });
  }
}

function news(these: string[], others: string[], shown: Set<string>): string[] {
  const found = these.filter((capability) => !others.includes(capability) && !shown.has(capability));
  for (const capability of found) shown.add(capability);
  return found;
}

/** Differences of the seccomp wall (seccomp(2)). More filters than asked for are the program's own and no difference. */
export function compareSeccomp(declared: Posture, effective: Posture): Generator<Difference> {
  const pair = {
    wall: 'seccomp' as const,
    field: 'seccomp.mode',
    declared: declared.seccomp.mode,
    effective: effective.seccomp.mode,
  };
  return compareFacts(pair, {
    needs: (asked) => asked !== 'disabled',
    compare: (asked, found) => {
      if (asked === found) return null;
      if (found === 'disabled') return weaker('no filter is in force');
      return asked === 'filter'
        ? stronger('only read, write and exit are left')
        : stronger('a filter is in force');
    },
  });
}

/** Differences of the wall of the security modules (apparmor(7), selinux(8)). */
export function* compareLsm(declared: Posture['lsm'], effective: Posture['lsm']): Generator<Difference> {
  yield* compareFacts(
    { wall: 'lsm', field: 'lsm.apparmor', declared: declared.apparmor, effective: effective.apparmor },
    {
      // The default profile is docker's choice, and only where no other module confines the container.
      needs: ({ profile }) =>
        profile !== 'unconfined' && !(profile === 'docker-default' && isKnown(effective.selinux)),
      compare: apparmor,
    },
  );
  yield* compareFacts(
    { wall: 'lsm', field: 'lsm.selinux', declared: declared.selinux, effective: effective.selinux },
    { needs: () => true, compare: selinux },
  );
}

type AppArmor = { profile: string; mode: string };

function apparmor(asked: AppArmor, found: AppArmor): Comparison {
  const layers = confining(found.profile);
  if (asked.profile === 'unconfined')
    return layers.length === 0 ? null : stronger(`confined by ${found.profile}`);
  if (layers.length === 0) return weaker(`the profile ${asked.profile} is not in force`);
  if (!layers.includes(asked.profile)) return different(`in force instead: ${found.profile}`);
  if (found.mode === asked.mode) return null;
  if (found.mode === 'complain')
    return weaker('the profile is in complain mode: it writes to the log and stops nothing');
  if (found.mode === 'mixed') return weaker('not every profile of the stack is enforced');
  return found.mode === 'unconfined' ? weaker('the profile confines nothing') : null;
}

/** Profiles of a stack (`a//&b`), but those that confine nothing. */
const confining = (label: string): string[] =>
  label.split('//&').filter((profile) => profile !== 'unconfined' && !profile.endsWith(':unconfined'));

type Selinux = Extract<Posture['lsm']['selinux'], { user: string }>;

function selinux(asked: Selinux, found: Selinux): Comparison {
  if (found.mode === 'permissive')
    return weaker('SELinux is permissive: it writes to the log and stops nothing');
  if (asked.type !== found.type) {
    const free = /^(spc|unconfined|container_runtime)_t$|^unconfined_/.test(found.type);
    return free ? weaker(`its type is ${found.type}`) : different(`its type is ${found.type}`);
  }
  return asked.level === found.level ? null : different(`its level is ${found.level}`);
}
