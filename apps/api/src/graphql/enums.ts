import { registerEnumType } from '@nestjs/graphql';
import { directions, walls, type Direction, type Wall } from '@shoji/posture';
import { efforts, remedyPlaces } from '@shoji/changes';
import { eases, pathStates, stepStates } from '@shoji/escape';

const named = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

/** The name is GraphQL's, the value ours: GraphQL names have no hyphen. */
export const WallName: { [K in Wall]: K } = named(walls);
export type WallName = Wall;

export const WallStatus = named(['closed', 'thin', 'open', 'unknown']);
export type WallStatus = keyof typeof WallStatus;

export const ContainerKind = {
  container: 'container',
  pod_sandbox: 'pod-sandbox',
  service: 'service',
  process: 'process',
} as const;
export type ContainerKind = (typeof ContainerKind)[keyof typeof ContainerKind];

export const ContainerState = named(['running', 'gone', 'unknown']);
export type ContainerState = keyof typeof ContainerState;

export const HostState = named(['active', 'silent', 'locked', 'revoked']);
export type HostState = keyof typeof HostState;

export const Severity = named(['low', 'medium', 'high', 'critical']);
export type Severity = keyof typeof Severity;

export const Band = named(['low', 'medium', 'high', 'critical']);
export type Band = keyof typeof Band;

export const ContainerOrderField = named(['RISK', 'NAME', 'LAST_SEEN']);
export type ContainerOrderField = keyof typeof ContainerOrderField;

export const HostOrderField = named(['NAME', 'LAST_SEEN', 'RISK']);
export type HostOrderField = keyof typeof HostOrderField;

export const OrderDirection = named(['ASC', 'DESC']);
export type OrderDirection = keyof typeof OrderDirection;

export const OutcomeState = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  not_applicable: 'not-applicable',
} as const;
export type OutcomeState = (typeof OutcomeState)[keyof typeof OutcomeState];

export const RuleSubject = named(['container', 'host']);
export type RuleSubject = keyof typeof RuleSubject;

export const ControlState = { ...OutcomeState, not_assessed: 'not-assessed' } as const;
export type ControlState = (typeof ControlState)[keyof typeof ControlState];

export const DifferenceDirection: { [K in Direction]: K } = named(directions);
export type DifferenceDirection = Direction;

export const PathState = named([...pathStates]);
export type PathState = keyof typeof PathState;

export const StepState = named([...stepStates]);
export type StepState = keyof typeof StepState;

export const Ease = named([...eases]);
export type Ease = keyof typeof Ease;

export const Effort = named([...efforts]);
export type Effort = keyof typeof Effort;

export const RemedyPlace = named([...remedyPlaces]);
export type RemedyPlace = keyof typeof RemedyPlace;

export const RiskPartKind = { finding: 'finding', way_out: 'way-out' } as const;
export type RiskPartKind = (typeof RiskPartKind)[keyof typeof RiskPartKind];

registerEnumType(WallName, { name: 'WallName' });
registerEnumType(WallStatus, { name: 'WallStatus' });
registerEnumType(ContainerKind, { name: 'ContainerKind' });
registerEnumType(ContainerState, {
  name: 'ContainerState',
  valuesMap: { unknown: { description: 'The host is silent: nobody knows whether it still runs.' } },
});
registerEnumType(HostState, {
  name: 'HostState',
  valuesMap: { silent: { description: 'No report for three intervals.' } },
});
registerEnumType(Severity, { name: 'Severity' });
registerEnumType(Band, { name: 'Band' });
registerEnumType(ContainerOrderField, { name: 'ContainerOrderField' });
registerEnumType(HostOrderField, { name: 'HostOrderField' });
registerEnumType(OrderDirection, { name: 'OrderDirection' });
registerEnumType(OutcomeState, { name: 'OutcomeState' });
registerEnumType(RuleSubject, { name: 'RuleSubject', description: 'What a rule or a control is about.' });
registerEnumType(ControlState, {
  name: 'ControlState',
  valuesMap: {
    unknown: { description: 'What could be read does not decide it. Never counted as a pass.' },
    not_assessed: { description: 'No rule says anything of it; the control says why.' },
  },
});
registerEnumType(DifferenceDirection, {
  name: 'DifferenceDirection',
  description: 'What the kernel enforces, measured against what was asked for.',
  valuesMap: { unknown: { description: 'One of the two could not be read.' } },
});
registerEnumType(PathState, {
  name: 'PathState',
  valuesMap: {
    open: { description: 'Every wall on the way gives way.' },
    blocked: { description: 'A wall is known to stop it.' },
    possible: { description: 'No wall is known to stop it, and not all could be told.' },
  },
});
registerEnumType(StepState, { name: 'StepState' });
registerEnumType(Ease, { name: 'Ease' });
registerEnumType(Effort, {
  name: 'Effort',
  valuesMap: {
    low: { description: 'A flag of how the container is started, and few programs notice.' },
    medium: { description: 'The program or its image may have to follow.' },
    high: { description: 'A setting of the daemon or the host, and so of every container on it.' },
  },
});
registerEnumType(RemedyPlace, { name: 'RemedyPlace' });
registerEnumType(RiskPartKind, { name: 'RiskPartKind' });
