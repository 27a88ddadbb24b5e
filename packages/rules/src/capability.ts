import {
  capabilityReaders,
  evidenceOf,
  holding,
  isKnown,
  isPrivateUserNamespace,
  isUnreadable,
  type Evidence,
  type Fact,
  type Holding,
  type HoldingFacts,
  type IdMapping,
  type NamespaceRelation,
} from '@shoji/posture';
import {
  atMost,
  defineRule,
  fail,
  pass,
  unknown,
  type Description,
  type Rule,
  type Severity,
  type Verdict,
} from './rule.js';

/** What {@link judgeCapabilities} and {@link judgeBeyond} look at (`capabilityReaders`). */
export type CapabilityFacts = HoldingFacts & {
  user: Fact<NamespaceRelation>;
  uidMappings: Fact<IdMapping[]>;
};

/** One severity less; `low` stays. */
const stepDown = (severity: Severity): Severity => below[severity];
const below: Readonly<Record<Severity, Severity>> = {
  low: 'low',
  medium: 'low',
  high: 'medium',
  critical: 'high',
};

const overPrivate = (facts: CapabilityFacts): Evidence[] =>
  isPrivateUserNamespace(facts.user, facts.uidMappings)
    ? [evidenceOf('namespaces.user', facts.user, 'held over a user namespace without the root of the host')]
    : [];

/**
 * The verdict on a set of capabilities that together weigh `severity`. What only an exec can gain weighs one step less;
 * what is held over a private user namespace weighs `low`, for the kernel asks for it in the initial one.
 */
export function judgeCapabilities(
  wanted: readonly string[],
  facts: CapabilityFacts,
  severity: Severity,
): Verdict {
  const { state, worst, evidence: show } = holding(wanted, facts);
  if (state === 'no') return { ...pass, evidence: show };
  const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
  const weigh = (held: Holding['worst']) =>
    isPrivate ? 'low' : held === 'now' ? severity : stepDown(severity);
  const shown = () => [...show(), ...overPrivate(facts)];
  if (state === 'unknown') return unknown(shown, weigh(worst));
  return atMost(fail(shown, weigh(state)), weigh(worst));
}

/** The rule that a container holds one capability, which weighs what the rule does wherever it is held. */
export const capabilityRule = ({
  capability,
  ...description
}: Omit<Description, 'wall' | 'capabilities'> & { capability: string }): Rule =>
  defineRule({
    ...description,
    wall: 'capabilities',
    capabilities: [capability],
    reads: {},
    // Any one set that holds it settles the verdict, so none is required.
    considers: { ...capabilityReaders },
    unsupported: 'fail',
    evaluate: (facts) => judgeCapabilities([capability], facts, description.severity),
  });

const setNames = ['effective', 'permitted', 'inheritable', 'bounding'] as const;

/**
 * The verdict on every capability that is not among `allowed`, as {@link judgeCapabilities} weighs one. Under
 * no_new_privs what only an exec could gain does not count.
 */
export function judgeBeyond(
  allowed: ReadonlySet<string>,
  facts: CapabilityFacts,
  severity: Severity,
): Verdict {
  const isBeyond = (capability: string) => !allowed.has(capability);
  const matters = (name: (typeof setNames)[number]) =>
    name === 'effective' || name === 'permitted' || facts.noNewPrivileges !== true;
  const wider = (name: (typeof setNames)[number]) => {
    const set = facts[name];
    return matters(name) && isKnown(set) && set.some(isBeyond);
  };
  const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
  const blind = setNames.filter((name) => matters(name) && isUnreadable(facts[name]));
  const weigh = (now: boolean) => (isPrivate ? 'low' : now ? severity : stepDown(severity));
  const worst = weigh(blind.some((name) => name === 'effective' || name === 'permitted'));
  const shown = (names: readonly (typeof setNames)[number][]) => () => [
    ...names.map((name) => {
      const set = facts[name];
      if (!isKnown(set)) return evidenceOf(`capabilities.${name}`, set);
      const more = set.filter(isBeyond);
      return evidenceOf(`capabilities.${name}`, more, `the ${name} set has ${more.join(', ')}`);
    }),
    ...overPrivate(facts),
  ];
  if (wider('effective') || wider('permitted'))
    return fail(shown(wider('effective') ? ['effective'] : ['permitted']), weigh(true));
  const later = setNames.filter(wider);
  if (later.length > 0) {
    // Whether no_new_privs keeps an exec from gaining them decides, where that could not be read.
    if (isUnreadable(facts.noNewPrivileges))
      return unknown(
        () => [...shown(later)(), evidenceOf('user.noNewPrivileges', facts.noNewPrivileges)],
        blind.length > 0 ? worst : weigh(false),
      );
    return atMost(fail(shown(later), weigh(false)), blind.length > 0 ? worst : weigh(false));
  }
  if (blind.length > 0) return unknown(shown(blind), worst);
  const none = () =>
    (['permitted', 'bounding'] as const).map((name) => evidenceOf(`capabilities.${name}`, facts[name]));
  return { ...pass, evidence: none };
}
