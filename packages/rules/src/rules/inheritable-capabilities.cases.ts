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
  passes('the set is empty', asIs),
  fails('docker 20.10.13 filled it', (p) => (p.capabilities.inheritable = ['CAP_CHOWN', 'CAP_NET_RAW'])),
  isUnknown('the set cannot be read', (p) => (p.capabilities.inheritable = denied)),
  isNotApplicable('the kernel has none', (p) => (p.capabilities.inheritable = absent)),
];
