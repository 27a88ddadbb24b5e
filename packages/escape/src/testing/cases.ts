import { classicCapabilities, type Subject, type Wall } from '@shoji/posture';
import { privilegedPosture, subjectOf } from '../../../posture/src/testing/posture.js';
import type { PathState } from '../path.js';

/** One row of a way out's table: what a container is like, and how the way stands for it. */
export interface Case {
  /** Present-tense fact, unique within the way. */
  name: string;
  state: PathState;
  /** The walls that stop it, where it is blocked. */
  stoppedAt: readonly Wall[];
  subject: Subject;
}

type Change = (subject: Subject) => void;

/** The reason every unreadable fact of the cases gives. */
export const denied = { unreadable: 'EACCES' };

/** A container without walls, on a host with AppArmor that does not confine it, and lists of devices that allow all. */
export function thrownOpen(...changes: readonly Change[]): Subject {
  const subject = subjectOf(privilegedPosture(classicCapabilities), {
    cgroupMode: 'hybrid',
    sysctls: { 'kernel.modules_disabled': '0', 'user.max_user_namespaces': '15000' },
  });
  subject.posture.cgroups.version = 1;
  subject.posture.cgroups.devices = [{ type: 'a', major: null, minor: null, access: 'rwm' }];
  subject.posture.filesystem.readonlyPaths = [];
  subject.posture.filesystem.exposedPaths = ['/proc/sys', '/proc/sysrq-trigger'];
  for (const change of changes) change(subject);
  return subject;
}

/** Its cases: the way is `open` (or never more than `possible`) as it begins, and each change after it moves one thing. */
export const cases = ({
  open,
  blocked,
  possible,
}: {
  /** What opens the way in a container without walls; the first row is what all others change. */
  open: Readonly<Record<string, Change>>;
  blocked: Readonly<Record<string, readonly [Wall, Change]>>;
  possible: Readonly<Record<string, Change>>;
}): readonly Case[] => {
  const [first = () => undefined] = Object.values(open);
  return [
    ...Object.entries(open).map(([name, change]) => ({
      name,
      state: 'open' as const,
      stoppedAt: [],
      subject: thrownOpen(change),
    })),
    ...Object.entries(blocked).map(([name, [wall, change]]) => ({
      name,
      state: 'blocked' as const,
      stoppedAt: [wall],
      subject: thrownOpen(first, change),
    })),
    ...Object.entries(possible).map(([name, change]) => ({
      name,
      state: 'possible' as const,
      stoppedAt: [],
      subject: thrownOpen(first, change),
    })),
  ];
};

/** It is in a user namespace that maps its root to user 100000 of the host. */
export const remapped: Change = ({ posture }) => {
  posture.namespaces.user = 'own';
  posture.user.hostUid = 100000;
  posture.user.uidMappings = [{ containerId: 0, hostId: 100000, size: 65536 }];
};

/** It lost one capability for good. */
export const without =
  (...names: readonly string[]): Change =>
  ({ posture: { capabilities } }) => {
    for (const set of ['effective', 'permitted', 'inheritable', 'bounding', 'ambient'] as const)
      capabilities[set] = (capabilities[set] as string[]).filter((name) => !names.includes(name));
  };

/** docker's default profile of AppArmor is enforced. */
export const underAppArmor: Change = ({ posture }) =>
  void (posture.lsm.apparmor = { profile: 'docker-default', mode: 'enforce' });

/** SELinux enforces the domain of containers. */
export const underSelinux: Change = ({ posture }) =>
  void (posture.lsm.selinux = {
    user: 'system_u',
    role: 'system_r',
    type: 'container_t',
    level: 's0:c1,c2',
    mode: 'enforcing',
  });

/** A filter that lets these system calls through; `undefined` = one of which nothing is known. */
export const filtered =
  (systemCalls?: string[]): Change =>
  ({ posture, traits }) => {
    posture.seccomp = { mode: 'filter', filters: 1 };
    if (systemCalls) traits.systemCalls = systemCalls;
  };
