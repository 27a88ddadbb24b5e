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
  passes('it is where its runtime puts all', asIs, { traits: { cgroupParent: null } }),
  fails('it is elsewhere', asIs, { traits: { cgroupParent: '/special.slice' } }),
  isNotApplicable('no runtime made it', asIs, { traits: { cgroupParent: absent } }),
  isUnknown('its cgroup cannot be told', asIs, { traits: { cgroupParent: denied } }),
  isUnknown('nobody tells', asIs),
];
