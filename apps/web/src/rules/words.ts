import type { Severity, WallStatus } from '../graphql/generated/graphql';
import { visible } from '../words/visible';

/** What a finding of this severity makes of its wall. */
export const severityMark = (severity: Severity): WallStatus =>
  severity === 'high' || severity === 'critical' ? 'open' : 'thin';

/** Who did something, without what kind of principal that is. */
export const who = (actor: string): string => visible(actor.replace(/^(user|token):/, ''));

/** The list of containers, narrowed to those that a rule fails on. */
export const failingContainers = (rule: string): string => `/containers?rule=${encodeURIComponent(rule)}`;
