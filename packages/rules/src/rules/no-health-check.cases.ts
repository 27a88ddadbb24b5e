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

export const cases: readonly Case[] = [
  passes('it is asked', asIs, { traits: { healthCheck: true } }),
  fails('it is not asked', asIs, { traits: { healthCheck: false } }),
  isNotApplicable('its runtime asks none', asIs, { traits: { healthCheck: absent } }),
  isUnknown('its runtime’s record cannot be read', asIs, { traits: { healthCheck: denied } }),
  isUnknown('nobody tells', asIs),
];
