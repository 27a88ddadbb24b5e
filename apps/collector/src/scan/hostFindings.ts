import { walls, type HostDocument } from '@shoji/posture';
import { evaluateHost, hostRules, severities, type Outcome } from '@shoji/rules';
import { painter } from '../terminal/terminal.js';
import { columns, fit, pad, printable, wrap } from '../terminal/text.js';
import { severityColours } from './marks.js';
import { bySeverity, described, type Finding } from './scanned.js';

/** A rule on hosts that failed, or could not be decided; it has no share of any container's risk. */
export type HostFinding = Omit<Finding, 'points'>;

/** The host under all containers, judged by the rules on hosts. */
export interface JudgedHost {
  /** What failed, worst first. */
  findings: HostFinding[];
  /** What could not be decided for lack of facts, worst first; no pass. */
  undecided: HostFinding[];
  /** Ids of rules that passed, and of those that have nothing to look at here. */
  passed: string[];
  notApplicable: string[];
}

const byId = new Map(hostRules.map((rule) => [rule.id, rule]));

/** Judges a host document by the rules on hosts. */
export function judgedHost(host: HostDocument): JudgedHost {
  const outcomes = evaluateHost(host);
  const inState = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state);
  const ids = (state: Outcome['state']) => inState(state).map(({ rule }) => rule);
  return {
    findings: worstFirst(inState('fail')),
    undecided: worstFirst(inState('unknown')),
    passed: ids('pass'),
    notApplicable: ids('not-applicable'),
  };
}

const worstFirst = (outcomes: readonly Outcome[]): HostFinding[] =>
  outcomes.map((outcome) => described(outcome, byId.get(outcome.rule))).sort(bySeverity);

const gap = 2;
const wallWidth = Math.max(...walls.map((wall) => wall.length));

/** What the host lacks, a line for each finding, worst first: severity, the wall that it weakens, what it is and what shows it. */
export function hostTable(
  { findings, undecided }: JudgedHost,
  { colours, width }: { colours: boolean; width: number },
): string {
  const paint = painter(colours);
  const severityWidth = Math.max(...severities.map((severity) => severity.length));
  const titles = findings.map(({ title }) => printable(title));
  const rest = width - severityWidth - wallWidth - gap * 3;
  const titleWidth = Math.max(0, ...titles.map(columns));
  const rows = findings.map(({ severity, wall, evidence }, index) => {
    const title = titles[index] ?? '';
    const seen = printable(evidence.map(({ text }) => text).join('; '));
    const room = rest - titleWidth;
    // Where both do not fit side by side, what it is matters more than what shows it.
    const words = room < 20 ? fit(title, rest + gap) : `${pad(title, titleWidth)}  ${fit(seen, room)}`;
    return `${paint(pad(severity, severityWidth), severityColours[severity])}  ${pad(wall, wallWidth)}  ${words}`;
  });
  const what =
    findings.length === 0
      ? 'no rule on hosts fails'
      : `${findings.length} ${findings.length === 1 ? 'rule fails' : 'rules fail'}`;
  const doubt =
    undecided.length === 0
      ? []
      : wrap(
          `${undecided.length} could not be decided for lack of facts: ${undecided.map(({ rule }) => rule).join(', ')}`,
          width,
        );
  return [`${paint('the host', 'strong')}: ${what}`, ...rows, ...doubt].map((line) => `${line}\n`).join('');
}
