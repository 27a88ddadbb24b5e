import type { PathVerdict } from '@shoji/escape';
import type { Definition } from '@shoji/custom-rules';
import type { HostDocument, Node } from '@shoji/posture';
import { ruleSet, type BestChange, type Plan, type Risk, type WallState } from '@shoji/risk';
import type { Snapshot } from '../read/snapshot.js';
import type { JudgedHost } from './hostFindings.js';
import { findingsOf, undecidedOf, type Finding, type Scanned } from './scanned.js';

/** What `--json` prints. Fields may be added to it; one that changed its meaning gets another `schema`. See docs/scan.md. */
export interface ScanDocument {
  schema: 'shoji.scan/1';
  observedAt: string;
  node: Node;
  host: HostDocument;
  /** Version of the rules and weights. */
  ruleSet: string;
  /** Rules beyond them, as they were given with `--rules`. */
  customRules?: Definition[];
  /** What the host lacks under all containers; left out where one container was asked for. */
  hostRules?: JudgedHost;
  /** Worst first. */
  containers: ScanContainer[];
}

/** A container with everything that was read and judged of it. */
export interface ScanContainer extends Omit<Scanned, 'judgement' | 'improvement' | 'further'> {
  risk: Risk;
  walls: WallState[];
  /** Every way out as it stands here, in the order of docs/ways-out.md. */
  escapePaths: PathVerdict[];
  /** What each change of docs/changes.md would leave, best first, and what closes every way out that is open. */
  bestChanges: BestChange[];
  plan: Plan;
  findings: Finding[];
  /** What could not be decided for lack of facts; no pass. */
  undecided: Finding[];
  /** Ids of rules that passed, and of those that have nothing to look at here. */
  passed: string[];
  notApplicable: string[];
}

/** The scan as a document. */
export const scanDocument = (
  { observedAt, node, host }: Snapshot,
  containers: readonly Scanned[],
  customRules: Definition[] = [],
  hostRules: JudgedHost | null = null,
): ScanDocument => ({
  schema: 'shoji.scan/1',
  observedAt: observedAt.toISOString(),
  node,
  host,
  ruleSet,
  ...(customRules.length > 0 && { customRules }),
  ...(hostRules && { hostRules }),
  containers: containers.map((container) => {
    const { judgement, improvement, further: _, ...read } = container;
    const ids = (state: string) =>
      judgement.outcomes.filter((outcome) => outcome.state === state).map(({ rule }) => rule);
    return {
      ...read,
      risk: judgement.risk,
      walls: judgement.walls,
      escapePaths: judgement.paths,
      bestChanges: improvement.changes,
      plan: improvement.plan,
      findings: findingsOf(container),
      undecided: undecidedOf(container),
      passed: ids('pass'),
      notApplicable: ids('not-applicable'),
    };
  }),
});
