import type { HostDocument } from '@shoji/posture';
import { evaluateHost, type Outcome } from '@shoji/rules';

const kept = new Map<string, Outcome[]>();
const mostKept = 1000;

/** What the rules on hosts say of a host document; a document is judged once, for its hash names it for good. */
export function judgeHost(hash: string, document: HostDocument): Outcome[] {
  const known = kept.get(hash);
  if (known) return known;
  const outcomes = evaluateHost(document);
  if (kept.size >= mostKept) kept.clear();
  kept.set(hash, outcomes);
  return outcomes;
}
