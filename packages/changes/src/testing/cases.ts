import type { Subject } from '@shoji/posture';
import { defaultDockerPosture, subjectOf } from '../../../posture/src/testing/posture.js';

/** One row of a change's table: a container, and what the change makes of it. */
export interface Case {
  /** Present-tense fact, unique within the change. */
  name: string;
  before: Subject;
  /** `null` where the change leaves it as it is. */
  after: Subject | null;
}

type Alter = (subject: Subject) => unknown;

/** The reason every unreadable fact of the cases gives. */
export const denied = { unreadable: 'EACCES' };
/** A fact that the kernel of the cases does not have. */
export const absent = { unsupported: 'not in this kernel' };

const altered = (...steps: readonly Alter[]): Subject => {
  const subject = subjectOf(defaultDockerPosture());
  for (const step of steps) step(subject);
  return subject;
};

/**
 * Its cases, each told by what differs from a default docker container: in `mends` what the change meets and what it makes
 * of it, in `leaves` what it has nothing to do with.
 */
export const cases = ({
  mends,
  leaves,
}: {
  mends: Readonly<Record<string, readonly [Alter, Alter]>>;
  leaves: Readonly<Record<string, Alter>>;
}): readonly Case[] => [
  ...Object.entries(mends).map(([name, [before, after]]) => ({
    name,
    before: altered(before),
    after: altered(before, after),
  })),
  ...Object.entries(leaves).map(([name, before]) => ({ name, before: altered(before), after: null })),
];
