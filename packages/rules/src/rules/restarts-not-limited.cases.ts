import type { Restart } from '@shoji/posture';
import {
  absent,
  asIs,
  denied,
  fails,
  isNotApplicable,
  isUnknown,
  passes,
  type Case,
} from '../testing/cases.js';

const policy = (name: Restart['policy'], retries: number | null) => ({
  traits: { restart: { policy: name, retries } },
});

export const cases: readonly Case[] = [
  passes('it is never started again', asIs, policy('no', 0)),
  passes('it is started again five times', asIs, policy('on-failure', 5)),
  fails('it is started again six times', asIs, policy('on-failure', 6)),
  fails('it is started again after each failure', asIs, policy('on-failure', null)),
  fails('it is always started again', asIs, policy('always', null)),
  fails('it is started again unless somebody stopped it', asIs, policy('unless-stopped', null)),
  isNotApplicable('its runtime starts none again', asIs, { traits: { restart: absent } }),
  isUnknown('its runtime’s record cannot be read', asIs, { traits: { restart: denied } }),
  isUnknown('nobody tells', asIs),
];
