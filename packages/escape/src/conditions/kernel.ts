import { flawIn, isKnown, parseRelease, type Fact, type HostDocument, type Wall } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Answer, type Condition } from '../path.js';
import { weakest } from './weakest.js';

type Fixes = readonly (readonly [number, number, number])[];

/** What a release says about a flaw: distributions mend older releases without saying so in their number. */
function byRelease(what: string, version: Fact<string>, fixes: Fixes, flaw: string): Answer {
  if (!isKnown(version)) return unsure(`the version of ${what} is not known`);
  switch (flawIn(version, fixes)) {
    case 'mended':
      return stop(`${what} ${version} is mended (${flaw})`);
    case 'flawed':
      return pierce(`${what} ${version} has the flaw (${flaw})`);
    case 'unknown':
      return unsure(
        parseRelease(version)
          ? `${what} ${version} is older than the fix (${flaw}); its distribution may have mended it`
          : `${what} ${version} is no version that can be compared`,
      );
  }
}

/** The kernel has a flaw that these releases mended. The flaw stands at the wall that it goes through. */
export const kernelHasFlaw = (wall: Wall, flaw: string, fixes: Fixes): Condition =>
  condition({
    wall,
    reads: { kernel: (_, { host }) => host.kernel },
    unsupported: unsure('the kernel does not say its release'),
    answer: ({ kernel }) => byRelease('Linux', kernel, fixes, flaw),
  });

/** One of the host's runtimes by these names has a flaw that these releases mended. */
export const runtimeHasFlaw = (names: readonly string[], flaw: string, fixes: Fixes): Condition =>
  condition({
    wall: 'filesystem',
    reads: { runtimes: (_, { host }) => host.runtimes },
    unsupported: stop('there is no runtime'),
    answer: ({ runtimes }) => {
      const found = runtimes.filter(({ name }) => names.includes(name));
      const answers = found.map(({ name, version }) => byRelease(name, version, fixes, flaw));
      return weakest(answers) ?? unsure(`the version of ${names.join(' or ')} is not known`);
    },
  });

/** The kernel takes modules or other code from root (Documentation/admin-guide/LSM/, kernel_lockdown(7)). */
export const notLockedDown = (what: string): Condition =>
  condition({
    wall: 'lsm',
    reads: { lockdown: (_, { host }) => host.lockdown },
    unsupported: pierce('the kernel has no lockdown'),
    answer: ({ lockdown }) =>
      lockdown === 'none'
        ? pierce(`lockdown is off: root of the host may ${what}`)
        : stop(`lockdown (${lockdown}) does not let root ${what}`),
  });

/** A sysctl of the host has a value for which `holds` says that the way is open. */
export const sysctl = (
  name: string,
  isOpen: (value: string) => boolean,
  { open, closed, absent }: { open: string; closed: string; absent: Answer },
): Condition =>
  condition({
    wall: 'user',
    reads: {},
    considers: { sysctls: (_, { host }) => host.sysctls },
    unsupported: absent,
    answer: ({ sysctls }) => {
      const value: HostDocument['sysctls'][string] | undefined = sysctls[name];
      if (value === undefined) return unsure(`${name} was not read`);
      if (typeof value === 'string')
        return isOpen(value)
          ? pierce(`${open} (${name} = ${value})`)
          : stop(`${closed} (${name} = ${value})`);
      return 'unsupported' in value ? absent : unsure(`${name} could not be read: ${value.unreadable}`);
    },
  });
