import {
  isKnown,
  isUnreadable,
  isUnsupported,
  namespaceTypes,
  type CapabilitySet,
  type Fact,
  type HostDocument,
  type IdMapping,
  type Posture,
} from '@shoji/posture';
import { factLine, inWords, listed, type Line } from './line.js';

/** Whose each namespace is. */
export function namespaceWords({ namespaces }: Posture): Line[] {
  const those = (test: (fact: Posture['namespaces']['pid']) => boolean) =>
    namespaceTypes.filter((type) => test(namespaces[type]));
  const lines: Line[] = [{ label: 'its own', text: listed(those((fact) => fact === 'own')) }];
  const host = those((fact) => fact === 'host');
  lines.push({
    label: "the host's",
    text: listed(host),
    ...(host.length > 0 && { colour: 'warn' as const }),
  });
  const shared = those((fact) => fact === 'container');
  if (shared.length > 0) lines.push({ label: 'shared', text: `${listed(shared)} (with another container)` });
  for (const type of namespaceTypes) {
    const fact = namespaces[type];
    if (isUnreadable(fact) || isUnsupported(fact)) lines.push(factLine(type, fact, String));
  }
  return lines;
}

/** Who its processes are, inside and on the host. */
export function userWords({ user }: Posture): Line[] {
  return [
    factLine('runs as', user.uid, (uid) => {
      const inside = `${uid === 0 ? 'root, ' : ''}uid ${uid}, gid ${inWords(user.gid, String)}`;
      return `${inside}; on the host ${inWords(user.hostUid, (id) => (id === 0 ? 'root too' : `uid ${id}`))}`;
    }),
    factLine('groups', user.additionalGids, (ids) => listed(ids.map(String))),
    factLine('user ids', user.uidMappings, mappingWords),
    ...(sameMap(user.uidMappings, user.gidMappings)
      ? []
      : [factLine('group ids', user.gidMappings, mappingWords)]),
    factLine('privileges', user.noNewPrivileges, (on) =>
      on
        ? 'no program can gain any (no_new_privs)'
        : 'set-user-id programs may gain some (no_new_privs is off)',
    ),
  ];
}

const sameMap = (a: Fact<IdMapping[]>, b: Fact<IdMapping[]>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Ranges of ids, inside → on the host. */
function mappingWords(mappings: readonly IdMapping[]): string {
  const [first] = mappings;
  if (first === undefined) return 'none is mapped: everybody is nobody';
  if (mappings.length === 1 && first.containerId === 0 && first.hostId === 0 && first.size >= 0xffff_ffff)
    return "the host's own, unmapped";
  return mappings
    .map(({ containerId, hostId, size }) =>
      size === 1
        ? `${containerId} is ${hostId} on the host`
        : `${containerId}–${containerId + size - 1} are ${hostId}–${hostId + size - 1} on the host`,
    )
    .join('; ');
}

const setNames: Record<CapabilitySet, string> = {
  effective: 'in effect',
  permitted: 'permitted',
  bounding: 'at most',
  inheritable: 'inheritable',
  ambient: 'ambient',
};

/** The five sets; equal ones share a line. */
export function capabilityWords({ capabilities }: Posture, { capLastCap }: HostDocument): Line[] {
  const all = isKnown(capLastCap) ? capLastCap + 1 : null;
  const lines = new Map<string, { names: string[]; line: Line }>();
  for (const set of ['effective', 'permitted', 'bounding', 'inheritable', 'ambient'] as const) {
    const line = factLine('', capabilities[set], (held) => capabilityList(held, all));
    const entry = lines.get(line.text);
    if (entry) entry.names.push(setNames[set]);
    else lines.set(line.text, { names: [setNames[set]], line });
  }
  return [...lines.values()].map(({ names, line }) => ({ ...line, label: names.join(', ') }));
}

function capabilityList(held: readonly string[], all: number | null): string {
  const names = listed(held.map((name) => name.replace(/^CAP_/, '')));
  if (held.length === 0) return names;
  return held.length === all ? `all ${all}` : `${held.length}${all === null ? '' : ` of ${all}`}: ${names}`;
}

/** The filter of system calls, and the labels of security modules. */
export const seccompWords = ({ seccomp }: Posture): Line[] => [
  factLine('system calls', seccomp.mode, (mode) =>
    mode === 'disabled'
      ? 'not filtered'
      : mode === 'strict'
        ? 'read, write and exit only (strict)'
        : `filtered, ${inWords(seccomp.filters, (count) => `${count} filter${count === 1 ? '' : 's'}`)}`,
  ),
];

export const lsmWords = ({ lsm }: Posture): Line[] => [
  factLine('AppArmor', lsm.apparmor, ({ profile, mode }) =>
    mode === 'unconfined' && profile === 'unconfined' ? 'unconfined' : `${profile} (${mode})`,
  ),
  factLine(
    'SELinux',
    lsm.selinux,
    ({ user, role, type, level, mode }) => `${user}:${role}:${type}${level && `:${level}`} (${mode})`,
  ),
];
