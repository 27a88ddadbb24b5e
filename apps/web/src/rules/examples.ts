import type { Draft } from './query';

/** Rules to begin with, as docs/custom-rules.md has them. */
export const examples: readonly Draft[] = [
  {
    id: 'memory-above-four-gib',
    title: 'More than 4 GiB of memory may be used',
    wall: 'cgroups',
    severity: 'medium',
    rationale: 'Hosts of this house have 16 GiB and run some ten containers.',
    fix: 'Run it with --memory 4g or less.',
    expression:
      'posture.cgroups.memory.limit != null &&\n  posture.cgroups.memory.limit <= 4 * 1024 * 1024 * 1024',
  },
  {
    id: 'writable-data-mount',
    title: 'A directory of /srv is mounted writable',
    wall: 'filesystem',
    severity: 'medium',
    rationale: 'What lies in /srv is made by the deployment only.',
    fix: 'Mount it with :ro.',
    expression:
      "posture.filesystem.mounts.all(m,\n  m.source == null || !m.source.glob('/srv/*') || m.readonly)",
  },
  {
    id: 'only-our-profiles',
    title: 'The AppArmor profile is none of ours',
    wall: 'lsm',
    severity: 'high',
    rationale: 'Profiles of this house begin with corp-, and forbid what docker-default allows.',
    fix: 'Run it with --security-opt apparmor=corp-default.',
    expression: "posture.lsm.apparmor.profile.startsWith('corp-')",
  },
];

/** Where a rule begins that is not one of the examples. */
export const blank: Draft = {
  id: '',
  title: '',
  wall: 'user',
  severity: 'medium',
  rationale: '',
  fix: '',
  expression: '',
};

/** An id as the title suggests it: kebab-case. */
export const idOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/** Facts that rules often ask for. */
export const facts: readonly (readonly [fact: string, what: string])[] = [
  ['posture.namespaces.pid', '"own", "host" or "container"'],
  ['posture.user.uid', 'and gid, hostUid, noNewPrivileges'],
  ['posture.capabilities.effective', 'a list: "CAP_SYS_ADMIN" in it'],
  ['posture.seccomp.mode', '"disabled", "strict" or "filter"'],
  ['posture.lsm.apparmor.profile', 'and mode; posture.lsm.selinux.type'],
  ['posture.cgroups.memory.limit', 'bytes, null where there is none'],
  ['posture.rlimits.nofile.hard', 'all sixteen; null is no limit'],
  ['posture.filesystem.mounts', 'destination, source, readonly, fromHost'],
  ['traits.ports', 'hostPort, hostAddress, containerPort'],
  ['host.kernel', 'and sysctls["name"], lsms, cgroupMode'],
];

/** How facts are put together. */
export const operators: readonly (readonly [code: string, what: string])[] = [
  ['&&  ||  !  ? :', 'and, or, not, if'],
  ['==  !=  <  <=  in', 'compare; is in a list'],
  ['list.all(x, …)', 'and exists, exists_one, filter, map'],
  ["text.glob('/srv/*')", 'and startsWith, endsWith, contains'],
  ['has(fact)', 'whether this host has it at all'],
  ['size(list)', 'how many'],
];
