import {
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
  evidence: Evidence[];
}

/** What `evaluate` returns. Evidence that is a string is bound to the first declared fact by the engine. */
export interface Verdict {
  state: OutcomeState;
  evidence?: string | Evidence[];
  severity?: Severity;
  atMost?: Severity;
}

/** The wall holds; the engine shows the declared facts as evidence. */
export const pass: Verdict = { state: 'pass' };
/** The wall is open or thin. A `severity` below the rule's own says that this container's other facts soften it. */
export const fail = (evidence: string | Evidence[], severity?: Severity): Verdict => ({
  state: 'fail',
  evidence,
  ...(severity && { severity }),
});
/** What can be read does not decide it. A `severity` below the rule's own says that it cannot weigh more. */
export const unknown = (evidence: string | Evidence[], severity?: Severity): Verdict => ({
  state: 'unknown',
  evidence,
  ...(severity && { severity }),
});
/** A `fail` that the facts which could not be read may make worse, up to `worst`. */
export const atMost = (verdict: Verdict, worst: Severity): Verdict =>
  verdict.severity && milder(verdict.severity, worst) !== worst ? { ...verdict, atMost: worst } : verdict;

interface Description {
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
}

interface Definition<R, C> extends Description {
  /** Facts without which there is no verdict: one unreadable gives `unknown`, `evaluate` sees values only. */
  reads: Readers<R>;
  /** Facts that only sharpen or settle the verdict: `evaluate` gets them as they are, read or not. */
  considers?: Readers<C>;
  /** What it means that this kernel cannot have one of `reads`: the wall is missing, or there is nothing to guard. */
  unsupported: 'fail' | 'not-applicable';
  evaluate: (facts: Known<R> & Readonly<C>) => Verdict;
}

/** A rule as the engine and the documentation see it. */
export interface Rule extends Description {
  /** Paths of every fact it looks at, required ones first. */
  fields: readonly string[];
  judge: (subject: Subject) => Outcome;
}

/**
 * Makes a rule. The engine, once for all rules, turns unreadable facts into `unknown`, unsupported ones into what the
 * rule says they mean, and strings into evidence that names the fact and the kernel file it was read from.
 */
export function defineRule<R extends object, C extends object = Record<never, never>>(
  definition: Definition<R, C>,
): Rule {
  const { reads, considers, unsupported, evaluate, ...description } = definition;
  const required = declaredReaders(reads);
  const optional = declaredReaders(considers ?? {});

  const judge = (subject: Subject): Outcome => {
    const facts: Record<string, unknown> = {};
    const outcome = (verdict: Verdict): Outcome => ({
      rule: description.id,
      wall: description.wall,
      severity: verdict.severity ?? description.severity,
      ...(verdict.atMost && { atMost: verdict.atMost }),
      state: verdict.state,
      evidence: bind(verdict.evidence, () =>
        required.map(({ name, field }) => evidenceOf(field, facts[name])),
      ),
    });
    const missing: Evidence[] = [];
    const lacking: Evidence[] = [];
    for (const { name, read, field } of required) {
      const value = read(subject.posture, subject);
      facts[name] = value;
      if (isUnreadable(value)) missing.push(evidenceOf(field, value));
      else if (isUnsupported(value)) lacking.push(evidenceOf(field, value));
    }
    if (missing.length > 0) return outcome(unknown(missing));
    if (lacking.length > 0) return outcome({ state: unsupported, evidence: lacking });
    for (const { name, read } of optional) facts[name] = read(subject.posture, subject);
    return outcome(evaluate(facts as Known<R> & Readonly<C>));
  };
  return { ...description, fields: [...required, ...optional].map(({ field }) => field), judge };
}

/** The more harmless of two severities. */
export const milder = (a: Severity, b: Severity): Severity =>
  severities.indexOf(a) < severities.indexOf(b) ? a : b;

/** The verdict's evidence; where it brings none or only a sentence, the required facts are shown. */
function bind(evidence: Verdict['evidence'], required: () => Evidence[]): Evidence[] {
  if (Array.isArray(evidence)) return evidence;
  const shown = required();
  if (evidence === undefined) return shown;
  const [first, ...rest] = shown;
  return first ? [evidenceOf(first.field, first.value, evidence), ...rest] : [];
}
