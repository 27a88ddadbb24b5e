import type { OutcomeState } from '../rule.js';

/** How a control stands. `not-assessed`: no fact of a posture or a host tells, and the control says why. */
export const controlStates = ['pass', 'fail', 'unknown', 'not-applicable', 'not-assessed'] as const;
export type ControlState = (typeof controlStates)[number];

/** What a control is about: each container, or each host. */
export type ControlSubject = 'container' | 'host';

interface ControlDescription {
  /** The framework's own number or name, unique within it. */
  id: string;
  /** In our words, never the framework's. */
  title: string;
  /** Heading of the framework that it stands under. */
  section: string;
}

/** A control that rules decide: those on containers, or those on hosts. */
export interface AssessedControl extends ControlDescription {
  about: ControlSubject;
  /** Ids of rules, every one of which has to hold. */
  rules: readonly string[];
}

/** A control of which no rule says anything. */
export interface UnassessedControl extends ControlDescription {
  /** Why not. */
  notAssessed: string;
}

export type Control = AssessedControl | UnassessedControl;

/** A list of controls that somebody else made, with the version that their numbers are of. */
export interface Framework {
  /** Kebab-case with the version; never renamed or reused. */
  id: string;
  name: string;
  version: string;
  /** What of it is listed. */
  scope: string;
  controls: readonly Control[];
}

/** Whether rules decide the control. */
export const isAssessed = (control: Control): control is AssessedControl => 'rules' in control;

/**
 * How a control stands for one container or host, from what its rules said there; `undefined` = a rule has not said
 * anything yet. One failure fails it; short of that, what is not known leaves it unknown; it passes where a rule passes
 * and none says otherwise, and does not apply where no rule does.
 */
export function controlState(
  control: Control,
  outcomeOf: (rule: string) => OutcomeState | undefined,
): ControlState {
  return isAssessed(control)
    ? stateOfAll(control.rules.map((rule) => outcomeOf(rule) ?? 'unknown'))
    : 'not-assessed';
}

/** How a control stands over many containers or hosts, from how often it stands how. Over none it does not apply. */
export const stateOver = (counts: Readonly<Record<OutcomeState, number>>): OutcomeState =>
  stateOfAll((['fail', 'unknown', 'pass'] as const).filter((state) => counts[state] > 0));

function stateOfAll(states: readonly OutcomeState[]): OutcomeState {
  for (const state of ['fail', 'unknown', 'pass'] as const) if (states.includes(state)) return state;
  return 'not-applicable';
}
