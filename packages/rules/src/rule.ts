import {
  blankFacts,
  declaredReaders,
  evidenceOf,
  isUnreadable,
  isUnsupported,
  type Evidence,
  type Known,
  type Readers,
  type Subject,
  type Wall,
} from '@shoji/posture';

/** Severities, mildest first. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a rule says of one container. `unknown` never counts as `pass`. */
export const outcomeStates = ['pass', 'fail', 'unknown', 'not-applicable'] as const;
export type OutcomeState = (typeof outcomeStates)[number];

/** A rule's outcome for one container. `severity` is the rule's, or less where the container's own facts say so. */
export interface Outcome {
  rule: string;
  wall: Wall;
  severity: Severity;
  /** What it weighs at most, where facts that could not be read may make it worse than `severity`. */
  atMost?: Severity;
  state: OutcomeState;
  readonly evidence: Evidence[];
}

/** What a verdict rests on, made when it is asked for; a string is bound to the first declared fact by the engine. */
type Shown = string | Evidence[] | (() => Evidence[]);

/** What `evaluate` returns. */
export interface Verdict {
  state: OutcomeState;
  evidence?: Shown;
  severity?: Severity;
  atMost?: Severity;
}

/** The wall holds; the engine shows the declared facts as evidence. */
export const pass: Verdict = { state: 'pass' };
/** The wall is open or thin. A `severity` below the rule's own says that this container's other facts soften it. */
export const fail = (evidence: Shown, severity?: Severity): Verdict => ({
  state: 'fail',
  evidence,
  ...(severity && { severity }),
});
/** What can be read does not decide it. A `severity` below the rule's own says that it cannot weigh more. */
export const unknown = (evidence: Shown, severity?: Severity): Verdict => ({
  state: 'unknown',
  evidence,
  ...(severity && { severity }),
});
/** There is nothing here that the rule could look at. */
export const notApplicable = (evidence: Shown): Verdict => ({ state: 'not-applicable', evidence });
/** A `fail` that the facts which could not be read may make worse, up to `worst`. */
export const atMost = (verdict: Verdict, worst: Severity): Verdict =>
  verdict.severity && milder(verdict.severity, worst) !== worst ? { ...verdict, atMost: worst } : verdict;

export interface Description {
  /** Kebab-case; says the finding; never renamed or reused. */
  id: string;
  wall: Wall;
  /** The most this finding can weigh. */
  severity: Severity;
  /** Grows when `evaluate` changes what it says, so that stored outcomes are made again. */
  revision: number;
  title: string;
  rationale: string;
  /** One text that names the setting in docker, compose and Kubernetes. */
  remediation: string;
  references: readonly string[];
  /** Of the sets of capabilities it looks for these alone: what else they hold says nothing to it. All where left out. */
  capabilities?: readonly string[];
}

/** The facts that a reader table gives to `evaluate`: values only. */
type Values<R> = { readonly [K in keyof R]: Exclude<Known<R>[K], undefined> };

/** What a rule looks at, and what it makes of it. */
export interface Judging<R, C> {
  /** Facts without which there is no verdict: one unreadable or not read gives `unknown`, `evaluate` sees values only. */
  reads: Readers<R>;
  /** Facts that only sharpen or settle the verdict: `evaluate` gets them as they are, read or not. */
  considers?: Readers<C>;
  /** What it means that this kernel cannot have one of `reads`: the wall is missing, or there is nothing to guard. */
  unsupported: 'fail' | 'not-applicable';
  evaluate: (facts: Values<R> & Readonly<C>) => Verdict;
}

/** What documentation and pages say of a rule. */
export interface RuleDescription extends Description {
  /** Paths of every fact it looks at, required ones first. */
  fields: readonly string[];
}

/** A rule on containers, as the engine and the documentation see it. */
export interface Rule extends RuleDescription {
  judge: (subject: Subject) => Outcome;
  /** The verdict alone, as `judge` says it, for those who ask often. */
  weigh: (subject: Subject) => Verdict;
}

/**
 * Makes a rule. The engine, once for all rules, turns unreadable facts into `unknown`, unsupported ones into what the
 * rule says they mean, and strings into evidence that names the fact and the kernel file it was read from.
 */
export function defineRule<R extends object, C extends object = Record<never, never>>(
  definition: Description & Judging<R, C>,
): Rule {
  const { reads, considers, unsupported, evaluate, ...description } = definition;
  return {
    ...description,
    ...engine(description, { reads, unsupported, evaluate, ...(considers && { considers }) }),
  };
}

/** What rules on containers and on hosts have in common; those on hosts get a subject that has nothing else. */
export function engine<R extends object, C extends object>(
  description: Pick<Description, 'id' | 'wall' | 'severity'>,
  { reads, considers, unsupported, evaluate }: Judging<R, C>,
): Pick<Rule, 'fields' | 'judge' | 'weigh'> {
  const required = declaredReaders(reads);
  const optional = declaredReaders(considers ?? {});
  const blank = blankFacts([...required, ...optional]);

  const settle = (subject: Subject, facts: Facts): Verdict => {
    let missing = false;
    let lacking = false;
    for (const { name, read } of required) {
      const given = read(subject.posture, subject);
      const value = given === undefined ? notRead : given;
      facts[name] = value;
      missing ||= isUnreadable(value);
      lacking ||= isUnsupported(value);
    }
    if (missing) return unknown(shown(facts, isUnreadable));
    if (lacking) return { state: unsupported, evidence: shown(facts, isUnsupported) };
    for (const { name, read } of optional) facts[name] = read(subject.posture, subject);
    return evaluate(facts as Values<R> & Readonly<C>);
  };
  const shown =
    (facts: Facts, which: (value: unknown) => boolean = () => true) =>
    () =>
      required
        .filter(({ name }) => which(facts[name]))
        .map(({ name, field }) => evidenceOf(field, facts[name]));
  return {
    fields: [...required, ...optional].map(({ field }) => field),
    judge: (subject) => {
      const facts: Facts = { ...blank };
      const verdict = settle(subject, facts);
      return new Judged(description, verdict, shown(facts));
    },
    weigh: (subject) => settle(subject, { ...blank }),
  };
}

/** Facts by the names of their readers. */
type Facts = Record<string, unknown>;

/** An outcome that makes its evidence when it is asked for: most outcomes are only counted. */
class Judged implements Outcome {
  readonly rule: string;
  readonly wall: Wall;
  readonly severity: Severity;
  declare readonly atMost?: Severity;
  readonly state: OutcomeState;
  readonly #verdict: Verdict;
  readonly #required: () => Evidence[];

  constructor(
    { id, wall, severity }: Pick<Description, 'id' | 'wall' | 'severity'>,
    verdict: Verdict,
    required: () => Evidence[],
  ) {
    this.rule = id;
    this.wall = wall;
    this.severity = verdict.severity ?? severity;
    if (verdict.atMost) this.atMost = verdict.atMost;
    this.state = verdict.state;
    this.#verdict = verdict;
    this.#required = required;
  }

  get evidence(): Evidence[] {
    return bind(this.#verdict.evidence, this.#required);
  }

  toJSON(): Outcome {
    return { ...this, evidence: this.evidence };
  }
}

/** What a document does not mention was not read. */
const notRead = { unreadable: 'not read' };

/** The more harmless of two severities. */
export const milder = (a: Severity, b: Severity): Severity =>
  severities.indexOf(a) < severities.indexOf(b) ? a : b;

/** The verdict's evidence; where it brings none or only a sentence, the required facts are shown. */
function bind(evidence: Verdict['evidence'], required: () => Evidence[]): Evidence[] {
  if (typeof evidence === 'function') return evidence();
  if (Array.isArray(evidence)) return evidence;
  const shown = required();
  if (evidence === undefined) return shown;
  const [first, ...rest] = shown;
  return first ? [evidenceOf(first.field, first.value, evidence), ...rest] : [];
}
