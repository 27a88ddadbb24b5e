import type { HostDocument, Posture, Traits } from '@shoji/posture';
import type { OutcomeState, Severity } from '../rule.js';
import { posture } from '../../../posture/src/testing/posture.js';

/** One row of a rule's table: what a container is like, and what the rule must say of it. */
export interface Case {
  /** Present-tense fact, unique within the rule. */
  name: string;
  state: OutcomeState;
  /** Where it is not the rule's own. */
  severity?: Severity;
  /** Where facts that could not be read may make it worse. */
  atMost?: Severity;
  posture: Posture;
  host?: Partial<HostDocument>;
  traits?: Partial<Traits>;
}

type Change = (posture: Posture) => void;

/** A case on the default docker posture with a change. */
const make =
  (state: OutcomeState) =>
  (name: string, change: Change, more: Pick<Case, 'severity' | 'atMost' | 'host' | 'traits'> = {}): Case => ({
    name,
    state,
    posture: posture(change),
    ...more,
  });

export const passes = make('pass');
export const fails = make('fail');
export const isUnknown = make('unknown');
export const isNotApplicable = make('not-applicable');

/** The reason every unreadable fact of the cases gives. */
export const denied = { unreadable: 'EACCES' };
/** The reason every unsupported fact of the cases gives. */
export const absent = { unsupported: 'the kernel is built without it' };

/** Changes nothing. */
export const asIs: Change = () => undefined;

/** Puts it into a user namespace that maps its root to user 100000 of the host. */
export const remap: Change = (posture) => {
  posture.namespaces.user = 'own';
  posture.user.uidMappings = [{ containerId: 0, hostId: 100000, size: 65536 }];
};
