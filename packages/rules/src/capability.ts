import {
  evidenceOf,
  holding,
  isPrivateUserNamespace,
  type Fact,
  type Holding,
  type HoldingFacts,
  type IdMapping,
  type NamespaceRelation,
} from '@shoji/posture';
import { atMost, fail, pass, severities, unknown, type Severity, type Verdict } from './rule.js';

/**
 * The verdict on a set of capabilities that together weigh `severity`. What only an exec can gain weighs one step less;
 * what is held over a private user namespace weighs `low`, for the kernel asks for it in the initial one.
 */
export function judgeCapabilities(
  wanted: readonly string[],
  facts: HoldingFacts & { user: Fact<NamespaceRelation>; uidMappings: Fact<IdMapping[]> },
  severity: Severity,
): Verdict {
  const { state, worst, evidence: show } = holding(wanted, facts);
  const evidence = show();
  if (state === 'no') return { ...pass, evidence };
  const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
  const stepDown = severities[severities.indexOf(severity) - 1] ?? 'low';
  const weigh = (held: Holding['worst']) => (isPrivate ? 'low' : held === 'now' ? severity : stepDown);
  const over = 'held over a user namespace without the root of the host';
  const shown = isPrivate ? [...evidence, evidenceOf('namespaces.user', facts.user, over)] : evidence;
  if (state === 'unknown') return unknown(shown, weigh(worst));
  return atMost(fail(shown, weigh(state)), weigh(worst));
}
