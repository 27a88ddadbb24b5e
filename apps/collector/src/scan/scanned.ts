import {
  declaredDifferences,
  isKnown,
  type Difference,
  type Evidence,
  type Instance,
  type Posture,
  type Traits,
  type Wall,
} from '@shoji/posture';
import { improvementOf, judge, type Improvement, type Judgement } from '@shoji/risk';
import {
  rules,
  severities,
  type Outcome,
  type Rule,
  type RuleDescription,
  type Severity,
} from '@shoji/rules';
import type { Snapshot } from '../read/snapshot.js';

/** One container with its judgement. */
export interface Scanned {
  id: string;
  name: string;
  posture: Posture;
  instance: Instance;
  traits: Traits;
  declared: Posture | null;
  /** Where the kernel enforces another posture than was asked for; none where nobody says what was. */
  differences: Difference[];
  judgement: Judgement;
  /** The rules beyond the catalogue that it was judged by, too. */
  further: readonly Rule[];
  /** What would help; made when it is asked for. */
  readonly improvement: Improvement;
}

/** A rule that failed on a container, or could not be decided, with what a person needs to act on it. */
export interface Finding {
  rule: string;
  title: string;
  wall: Wall;
  severity: Severity;
  /** What it weighs at most, where unread facts may make it worse. */
  atMost?: Severity;
  evidence: Evidence[];
  remediation: string;
  /** Share of the risk; 0 where it was not decided. */
  points: number;
}

/** Judges what was read by the catalogue and further rules, worst first, then by name. */
export const judged = (
  { host, containers }: Pick<Snapshot, 'host' | 'containers'>,
  further: readonly Rule[] = [],
): Scanned[] =>
  containers
    .map((container): Scanned => {
      const subject = { posture: container.posture, host, traits: container.traits };
      const judgement = judge(subject, further);
      let improvement: Improvement | undefined;
      return {
        ...container,
        name: container.instance.name,
        differences:
          container.declared === null
            ? []
            : declaredDifferences(
                container.declared,
                container.posture,
                isKnown(host.cpus) ? host.cpus : null,
              ),
        judgement,
        further,
        get improvement() {
          return (improvement ??= improvementOf(subject, judgement, further));
        },
      };
    })
    .sort(
      (a, b) =>
        b.judgement.risk.score - a.judgement.risk.score ||
        b.judgement.risk.upTo - a.judgement.risk.upTo ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
    );

/** Whether a list shows it without being asked for everything. */
export const isContainer = ({ instance: { kind } }: Scanned): boolean =>
  kind === 'container' || kind === 'pod-sandbox';

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** What failed, heaviest first. */
export const findingsOf = (container: Scanned): Finding[] => inState(container, 'fail');

/** What could not be decided, heaviest first: each may be a finding. */
export const undecidedOf = (container: Scanned): Finding[] => inState(container, 'unknown');

function inState({ judgement: { outcomes, risk }, further }: Scanned, state: Outcome['state']): Finding[] {
  const ruleOf = (id: string) => byId.get(id) ?? further.find((rule) => rule.id === id);
  const points = new Map(risk.parts.map((part) => [part.id, part.points]));
  return outcomes
    .filter((outcome) => outcome.state === state)
    .map((outcome) => ({
      ...described(outcome, ruleOf(outcome.rule)),
      points: state === 'fail' ? (points.get(outcome.rule) ?? 0) : 0,
    }))
    .sort((a, b) => bySeverity(a, b) || b.points - a.points);
}

/** An outcome in the words of its rule. */
export const described = (
  { rule, wall, severity, atMost, evidence }: Outcome,
  of: RuleDescription | undefined,
): Omit<Finding, 'points'> => ({
  rule,
  title: of?.title ?? rule,
  wall,
  severity,
  ...(atMost && { atMost }),
  evidence,
  remediation: of?.remediation ?? '',
});

/** Worst first. */
export const bySeverity = (a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity);
