import {
  blankFacts,
  declaredReaders,
  isUnreadable,
  isUnsupported,
  type Known,
  type Readers,
  type Subject,
  type Wall,
} from '@shoji/posture';

/** What a wall does to somebody on this way: gives way, stops it, or cannot be told. */
export const stepStates = ['pierce', 'stop', 'unknown'] as const;
export type StepState = (typeof stepStates)[number];

/** `open`: every wall gives way. `blocked`: one stops it. `possible`: none stops it, but not all could be told. */
export const pathStates = ['open', 'blocked', 'possible'] as const;
export type PathState = (typeof pathStates)[number];

/** How much a way out asks of whoever takes it, hardest first. */
export const eases = ['hard', 'moderate', 'easy', 'trivial'] as const;
export type Ease = (typeof eases)[number];

/** One condition of a way out, as it stands for one container. */
export interface Step {
  wall: Wall;
  state: StepState;
  /** A sentence for people. */
  reason: string;
  /** Paths of the facts it was told from, in the posture document, or beginning with `host.` or `traits.`. */
  fields: readonly string[];
}

/** A way out as it stands for one container. */
export interface PathVerdict {
  path: string;
  ease: Ease;
  state: PathState;
  steps: Step[];
}

/** What a condition answers. */
export interface Answer {
  state: StepState;
  reason: string;
}

/** The wall gives way here. */
export const pierce = (reason: string): Answer => ({ state: 'pierce', reason });
/** The wall holds here. */
export const stop = (reason: string): Answer => ({ state: 'stop', reason });
/** What can be read does not tell. */
export const unsure = (reason: string): Answer => ({ state: 'unknown', reason });

interface ConditionDefinition<R, C> {
  wall: Wall;
  /** Facts without which there is no answer: one unreadable gives `unknown`, `answer` sees values only. */
  reads: Readers<R>;
  /** Facts that only sharpen or settle the answer, as they are, read or not. */
  considers?: Readers<C>;
  /** Of the sets of capabilities it looks for these alone: what else they hold says nothing to it. All where left out. */
  capabilities?: readonly string[];
  /** The answer where this kernel cannot have one of `reads`. */
  unsupported: Answer;
  answer: (facts: Known<R> & Readonly<C>) => Answer;
}

/** One thing that has to hold at one wall for a way out to go on. */
export interface Condition {
  wall: Wall;
  fields: readonly string[];
  capabilities?: readonly string[];
  ask: (subject: Subject) => Step;
}

/** Makes a condition. The engine, once for all, turns unreadable facts into `unknown`. */
export function condition<R extends object, C extends object = Record<never, never>>(
  definition: ConditionDefinition<R, C>,
): Condition {
  const { wall, reads, considers, capabilities, unsupported, answer } = definition;
  const required = declaredReaders(reads);
  const optional = declaredReaders(considers ?? {});
  const fields = [...required, ...optional].map(({ field }) => field);
  const all = [...required, ...optional];
  const blank = blankFacts(all);
  const answerTo = (values: readonly unknown[]): Step => {
    const facts: Record<string, unknown> = { ...blank };
    let lacking = false;
    for (let index = 0; index < all.length; index += 1) {
      const { name = '', field } = all[index] ?? {};
      const value = values[index];
      facts[name] = value;
      if (index >= required.length) continue;
      if (isUnreadable(value))
        return { wall, fields, ...unsure(`${field} could not be read: ${value.unreadable}`) };
      lacking ||= isUnsupported(value);
    }
    const { state, reason } = lacking ? unsupported : answer(facts as Known<R> & Readonly<C>);
    return { wall, fields, state, reason };
  };
  // Ways share conditions, and a container that is judged again after a change has most of its facts as before: where
  // those of the last answer are the same objects, it is the same answer.
  let last: { values: readonly unknown[]; step: Step } | undefined;
  const ask = (subject: Subject): Step => {
    const values = all.map(({ read }) => read(subject.posture, subject));
    if (last !== undefined && values.every((value, index) => value === last?.values[index])) return last.step;
    last = { values, step: answerTo(values) };
    return last.step;
  };
  return { wall, fields, ask, ...(capabilities && { capabilities }) };
}

/**
 * Makes conditions of one kind, one for each different argument: ways that ask the same share the condition, and its
 * last answer.
 */
export function oneOfEach<A extends readonly unknown[]>(make: (...about: A) => Condition) {
  const made = new Map<string, Condition>();
  return (...about: A): Condition => {
    const key = JSON.stringify(about);
    const found = made.get(key) ?? make(...about);
    made.set(key, found);
    return found;
  };
}

/**
 * Two ways to the same end: a short one of a single condition, and a longer one. Where the short one gives way, nothing
 * of the longer stands in the way; the steps are those of the one that comes furthest.
 */
export interface Alternatives {
  short: Condition;
  long: readonly Condition[];
}

interface PathDescription {
  /** Kebab-case; says the way; never renamed or reused. */
  id: string;
  title: string;
  ease: Ease;
  /** Grows when the conditions change what they say, so that stored verdicts are made again. */
  revision: number;
  /** One paragraph that somebody who knows no kernel understands. */
  explanation: string;
  /** MITRE ATT&CK techniques. */
  techniques: readonly string[];
  references: readonly string[];
}

/** A way out as the engine and the documentation see it. */
export interface EscapePath extends PathDescription {
  /** Conditions in the order in which somebody meets them. */
  conditions: readonly (Condition | Alternatives)[];
  judge: (subject: Subject) => PathVerdict;
  /** The state alone, as `judge` says it, for those who ask often; or how far some of its conditions let somebody come. */
  stateIn: (subject: Subject, some?: EscapePath['conditions']) => PathState;
}

/** Makes a way out of an ordered list of conditions, every one of which has to give way. */
export function definePath(definition: PathDescription & Pick<EscapePath, 'conditions'>): EscapePath {
  const { id, ease, conditions } = definition;
  return {
    ...definition,
    judge: (subject) => {
      const steps: Step[] = [];
      for (const item of conditions)
        if ('ask' in item) steps.push(item.ask(subject));
        else steps.push(...furthest(item, subject));
      return { path: id, ease, state: stateOf(steps), steps };
    },
    stateIn: (subject, some = conditions) => {
      let state: PathState = 'open';
      for (const item of some) {
        const found = 'ask' in item ? item.ask(subject).state : stepOf(stateOf(furthest(item, subject)));
        if (found === 'stop') return 'blocked';
        if (found === 'unknown') state = 'possible';
      }
      return state;
    },
  };
}

const stepOf = (state: PathState): StepState =>
  state === 'open' ? 'pierce' : state === 'blocked' ? 'stop' : 'unknown';

const stateOf = (steps: readonly Step[]): PathState => {
  if (steps.some(({ state }) => state === 'stop')) return 'blocked';
  return steps.some(({ state }) => state === 'unknown') ? 'possible' : 'open';
};

function furthest({ short, long }: Alternatives, subject: Subject): Step[] {
  const first = short.ask(subject);
  if (first.state === 'pierce') return [first];
  const steps = long.map(({ ask }) => ask(subject));
  const isStopped = steps.some(({ state }) => state === 'stop');
  return first.state === 'unknown' && isStopped ? [first] : steps;
}
