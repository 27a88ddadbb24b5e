import {
  evidenceOf,
  isKnown,
  isUnreadable,
  type Evidence,
  type Fact,
  type Posture,
  type TellingSystemCall,
  type Traits,
} from '@shoji/posture';

/** What tells whether a system call passes: the mode, and what the filter says as its runtime resolved it. */
export interface FilterFacts {
  mode: Posture['seccomp']['mode'];
  known: Traits['systemCalls'];
}

/** Whether a system call passes the filter (seccomp(2)); `null` = it is not known. */
export function passesFilter(call: TellingSystemCall, { mode, known }: FilterFacts): boolean | null {
  if (isUnreadable(mode)) return null;
  if (!isKnown(mode) || mode === 'disabled') return true;
  if (mode === 'strict') return false;
  return known === undefined || !isKnown(known) ? null : known.includes(call);
}

/** Evidence for what {@link passesFilter} says of a call. */
export function filterEvidence(call: TellingSystemCall, { mode, known }: FilterFacts): Evidence {
  if (mode !== 'filter')
    return evidenceOf(
      'seccomp.mode',
      mode,
      isKnown(mode) && mode === 'disabled' ? 'without a filter every system call passes' : undefined,
    );
  const calls: Fact<string[]> = known ?? { unreadable: 'what the filter says is not known' };
  if (!isKnown(calls)) return evidenceOf('traits.systemCalls', calls);
  return evidenceOf(
    'traits.systemCalls',
    calls.includes(call),
    `${call} ${calls.includes(call) ? 'passes' : 'does not pass'} the filter`,
  );
}
